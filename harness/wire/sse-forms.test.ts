import { createParser } from 'eventsource-parser';
import { describe, expect, test } from 'vitest';
import { allForms, sampleForms, type DispatchedEvent, type SseForm } from './sse-forms.js';
import { SseTokenizer } from './sse-tokenizer.js';

interface Meaning {
  readonly events: readonly DispatchedEvent[];
  readonly lastEventId: string;
  readonly retryMs: number | undefined;
}

function byTokenizer(parts: readonly Uint8Array[]): Meaning {
  const tokenizer = new SseTokenizer({ mode: 'lenient' });
  const tokens = [...parts.flatMap((part) => tokenizer.push(part)), ...tokenizer.end()];
  const events: DispatchedEvent[] = [];
  let lastEventId = '';
  for (const token of tokens) {
    if (token.kind !== 'event') continue;
    lastEventId = token.id ?? lastEventId;
    if (token.dispatched) events.push({ type: token.event ?? 'message', data: token.data, lastEventId });
  }
  return { events, lastEventId, retryMs: tokenizer.reconnectionTimeMs };
}

function meaningOf({ events, lastEventId, retryMs }: SseForm): Meaning {
  return { events, lastEventId, retryMs };
}

function halves({ bytes }: SseForm, at: number): Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

const FORMS = allForms();

test('there are as many forms as the product says, each with an id of its own', () => {
  expect(FORMS).toHaveLength(512);
  expect(new Set(FORMS.map(({ id }) => id)).size).toBe(512);
  expect(FORMS.map(({ id }) => id)).toContain('crlf/no-space/data-first/multi-line/closed');
});

test('each means the same to the tokenizer of the harness, whole and in single bytes', () => {
  for (const form of FORMS) {
    expect({ id: form.id, ...byTokenizer([form.bytes]) }).toEqual({ id: form.id, ...meaningOf(form) });
    const single = [...form.bytes].map((byte) => Uint8Array.of(byte));
    expect({ id: form.id, ...byTokenizer(single) }).toEqual({ id: form.id, ...meaningOf(form) });
  }
});

test('dividing one at any of its offsets changes nothing', () => {
  for (const form of sampleForms(() => 0.42, 24)) {
    const expected = JSON.stringify(byTokenizer([form.bytes]));
    for (const at of form.splits)
      expect(JSON.stringify(byTokenizer(halves(form, at))), `${form.id} at ${at}`).toBe(expected);
  }
});

test('each means the same to eventsource-parser, where that is right', () => {
  // It keeps a CR at the end of what it was fed until the next byte: an end that the standard gives at the CR.
  for (const form of FORMS.filter(({ id }) => !/^(?:cr|mixed)\//.test(id))) {
    const seen: [string, string][] = [];
    const retries: number[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => seen.push([event ?? 'message', data]),
      onRetry: (retryMs) => retries.push(retryMs),
    });
    parser.feed(new TextDecoder().decode(form.bytes));
    expect([form.id, seen]).toEqual([form.id, form.events.map(({ type, data }) => [type, data])]);
    expect(retries.at(-1)).toBe(form.retryMs);
  }
});

describe('a sample', () => {
  test('has each content before any comes up again, and repeats nothing', () => {
    const sample = sampleForms(Math.random, 32);
    const contents = (forms: readonly SseForm[]): Set<string | undefined> =>
      new Set(forms.map(({ id }) => id.split('/')[3]));
    expect(contents(sample.slice(0, 16)).size).toBe(16);
    expect(new Set(sample.map(({ id }) => id)).size).toBe(32);
    expect(sampleForms(Math.random, 10_000)).toHaveLength(512);
    expect(sampleForms(Math.random, 0)).toEqual([]);
  });

  test('is the same for the same numbers', () => {
    const ids = (): string[] => sampleForms(() => 0.3, 10).map(({ id }) => id);
    expect(ids()).toEqual(ids());
  });
});
