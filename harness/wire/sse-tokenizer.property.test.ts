import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from './bytes.js';
import { encodeSseEvent, type SseFieldName, type SseFields, type SseStyle } from './sse-encoder.js';
import { SseTokenizer, type SseEvent, type SseToken } from './sse-tokenizer.js';
import { BETWEEN_LINEAR_AND_QUADRATIC, growthOf } from './testing/growth.js';

fc.configureGlobal({ seed: 20_251_125, numRuns: 300 });

const chunkSizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });

// Cycles through the sizes, so that a short list divides a body of any length.
function divide(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

function tokenize(parts: readonly Uint8Array[], mode: 'strict' | 'lenient' = 'lenient'): SseToken[] {
  const tokenizer = new SseTokenizer({ mode });
  return [...parts.flatMap((part) => tokenizer.push(part)), ...tokenizer.end()];
}

const isEvent = (token: SseToken): token is SseEvent => token.kind === 'event';

const hardText = fc.string({
  unit: fc.constantFrom('a', ' ', ':', '{', '"', '\0', 'é', '\u2028', '\ufeff', '😀', '0', '\t'),
  maxLength: 8,
});
const fieldName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('data', 'id', 'event', 'retry', '') },
  { weight: 1, arbitrary: hardText },
);
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fieldName, fc.constantFrom(':', ': ', ''), hardText).map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9999 }).map((value) => `retry: ${value}`) },
  { weight: 4, arbitrary: fc.constant('') },
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
  .map((lines) => utf8(lines.flat().join('')));
const anyBytes = fc
  .array(fc.constantFrom(0x0a, 0x0d, 0x3a, 0x20, 0x64, 0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x00), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));

interface Seen {
  events: { id: string | undefined; event: string | undefined; data: string }[];
  comments: string[];
  retries: number[];
}

function seenByEventsourceParser(parts: readonly Uint8Array[]): Seen {
  const seen: Seen = { events: [], comments: [], retries: [] };
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ id, event, data }) => seen.events.push({ id, event, data }),
    onComment: (comment) => seen.comments.push(comment),
    onRetry: (retryMs) => seen.retries.push(retryMs),
  });
  for (const part of parts) parser.feed(decoder.decode(part, { stream: true }));
  return seen;
}

function seenByUs(parts: readonly Uint8Array[]): Seen {
  const seen: Seen = { events: [], comments: [], retries: [] };
  const tokenizer = new SseTokenizer({ mode: 'lenient' });
  for (const token of parts.flatMap((part) => tokenizer.push(part))) {
    if (token.kind === 'comment') seen.comments.push(token.text);
    if (token.kind !== 'event') continue;
    // The other parser gives the default type where the event field is empty.
    if (token.dispatched)
      seen.events.push({ id: token.id, event: token.event === '' ? undefined : token.event, data: token.data });
  }
  return seen;
}

describe('against eventsource-parser 3.1.1', () => {
  it('gives the same events and comments for any stream and division', () => {
    // The other parser holds a CR at the end of what it was fed until it has seen the next byte. The standard ends the
    // line at the CR. The comment at the end makes it let go, so that only the moment differs, not the events.
    const flush = utf8(':end\n');
    fc.assert(
      fc.property(stream, chunkSizes, (body, sizes) => {
        const parts = divide(concatBytes([body, flush]), sizes);
        const { events, comments } = seenByEventsourceParser(parts);
        expect(seenByUs(parts)).toMatchObject({ events, comments });
      }),
    );
  });

  it('differs at a CR that ends a chunk: ours dispatches, as the standard says', () => {
    const parts = [utf8('data: a\r'), utf8('\r')];
    expect(seenByUs(parts).events).toHaveLength(1);
    expect(seenByEventsourceParser(parts).events).toHaveLength(0);
  });

  it('differs for text that only looks like a byte order mark: ours keeps it', () => {
    const parts = [utf8('\u00ef\u00bb\u00bfdata: a\n\n')];
    expect(seenByUs(parts).events).toHaveLength(0);
    expect(seenByEventsourceParser(parts).events).toHaveLength(1);
  });
});

describe('tokens for any bytes', () => {
  const body = fc.oneof(stream, anyBytes);

  it('do not depend on the division', () => {
    fc.assert(
      fc.property(body, chunkSizes, fc.constantFrom('strict' as const, 'lenient' as const), (bytes, sizes, mode) => {
        expect(tokenize(divide(bytes, sizes), mode)).toEqual(tokenize([bytes], mode));
      }),
    );
  });

  it('are the same events and comments in both modes', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        const strict = tokenize([bytes], 'strict').filter((token) => token.kind !== 'problem');
        expect(tokenize([bytes], 'lenient')).toEqual(strict);
      }),
    );
  });

  it('have ranges that follow one another, to the byte when no endings are mixed', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        const tokens = tokenize([bytes], 'strict');
        const slack = tokens.some((token) => token.kind === 'problem' && token.code === 'mixed-line-endings') ? 1 : 0;
        let previousEnd = 0;
        for (const event of tokens.filter(isEvent)) {
          expect(event.startOffset).toBeGreaterThanOrEqual(previousEnd - slack);
          expect(event.endOffset).toBeGreaterThan(event.startOffset);
          previousEnd = event.endOffset;
        }
      }),
    );
  });
});

describe('encoder and tokenizer', () => {
  // What a field can carry: no line end, no NUL in an id.
  const value = hardText.map((raw) => raw.replaceAll('\0', ''));
  const fields: fc.Arbitrary<SseFields> = fc.record(
    {
      id: value,
      event: value,
      data: fc.array(hardText, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
      retry: fc.nat(),
      comment: value,
      unknown: fc.constant([['x-faultline', 'y']] as const),
    },
    { requiredKeys: [] },
  );
  const names: SseFieldName[] = ['id', 'event', 'data', 'retry', 'comment', 'unknown'];
  const style: fc.Arbitrary<SseStyle> = fc.record(
    {
      lineEnding: fc.constantFrom('lf' as const, 'crlf' as const, 'cr' as const, 'mixed' as const),
      order: fc.shuffledSubarray(names),
      bareEmptyFields: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  it('round trip for every style and division', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fields, style), { maxLength: 6 }),
        fc.boolean(),
        chunkSizes,
        (blocks, bom, sizes) => {
          const encoded = blocks.map(([block, blockStyle], index) =>
            encodeSseEvent(block, { ...blockStyle, bom: bom && index === 0 }),
          );
          const expected = blocks
            .map(([block]) => block)
            .filter((block) => Object.keys(block).some((name) => name !== 'comment'))
            .map(({ id, event, data, retry }) => ({
              dispatched: data !== undefined,
              id,
              event,
              data: data ?? '',
              retryMs: retry,
            }));
          const tokens = tokenize(divide(concatBytes(encoded), sizes));
          expect(
            tokens
              .filter(isEvent)
              .map(({ dispatched, id, event, data, retryMs }) => ({ dispatched, id, event, data, retryMs })),
          ).toEqual(expected);
          expect(tokens.flatMap((token) => (token.kind === 'comment' ? [token.text] : []))).toEqual(
            blocks.flatMap(([{ comment }]) => (comment === undefined ? [] : [comment])),
          );
        },
      ),
    );
  });
});

describe('cost', () => {
  const growth = (make: (scale: number) => Uint8Array[]): number =>
    growthOf(make, (parts) => tokenize(parts, 'strict'));

  it('is linear for one long line pushed in single bytes', () => {
    const make = (scale: number): Uint8Array[] =>
      divide(concatBytes([utf8('data: '), new Uint8Array(20_000 * scale).fill(0x61), utf8('\n\n')]), [1]);
    expect(growth(make)).toBeLessThan(BETWEEN_LINEAR_AND_QUADRATIC);
  });

  it('is linear for many short lines in one push', () => {
    const make = (scale: number): Uint8Array[] => [utf8('data: x\n'.repeat(4_000 * scale))];
    expect(growth(make)).toBeLessThan(BETWEEN_LINEAR_AND_QUADRATIC);
  });

  it('takes a line of 64 MiB', () => {
    const sizeBytes = 64 * 1024 * 1024;
    const tokenizer = new SseTokenizer();
    const part = new Uint8Array(64 * 1024).fill(0x61);
    tokenizer.push(utf8('data: '));
    for (let pushed = 0; pushed < sizeBytes; pushed += part.length) tokenizer.push(part);
    const [event] = tokenizer.push(utf8('\n\n')).filter(isEvent);
    expect(event?.data.length).toBe(sizeBytes);
    expect(event?.endOffset).toBe(sizeBytes + 8);
  });
});
