import { describe, expect, test } from 'vitest';
import type { SseToken } from '../../wire/sse-tokenizer.js';
import { SseTokenizer } from '../../wire/sse-tokenizer.js';
import { Feed } from './feed.js';
import { isBytePiece, type Piece } from './piece.js';
import { Pipe } from './pipe.js';
import { createTrigger, type WatchedMoment } from './trigger.js';

const HEAD: Piece & { kind: 'response-head' } = {
  kind: 'response-head',
  bytes: Buffer.from('HEAD|'),
  head: { version: 'HTTP/1.1', status: 200, reason: 'OK', headers: [] },
  framing: 'close',
  by: 'sut',
};

interface Play {
  /** Everything that was passed when the trigger struck; undefined when it did not. */
  readonly atStrike: string | undefined;
  readonly where: string | undefined;
  readonly passed: string;
}

/** Feeds an event stream in the given pieces. */
function play(moment: WatchedMoment, pieces: readonly string[], muteAtStrike = false): Play {
  let passed = '';
  let atStrike: string | undefined;
  let where: string | undefined;
  const pipe = new Pipe((batch) => {
    for (const piece of batch) passed += isBytePiece(piece) ? Buffer.from(piece.bytes).toString('latin1') : '|END';
  });
  const feed = new Feed(pipe);
  feed.watch(
    createTrigger(moment, (place) => {
      atStrike = passed;
      where = place;
      if (muteAtStrike) feed.mute();
    }),
  );
  const tokenizer = new SseTokenizer();
  feed.take(HEAD);
  for (const piece of pieces) {
    const bytes = Buffer.from(piece, 'latin1');
    const tokens: SseToken[] = tokenizer.push(bytes);
    feed.take({ kind: 'data', bytes }, tokens);
    feed.flush();
  }
  feed.take({ kind: 'end' });
  feed.flush();
  return { atStrike, where, passed };
}

const BLOCKS = ['id: 0\ndata: \n\n', ': ping\n\nretry: 10\n\n', 'data: one\n\n', 'data: two\n\n', 'data: three\n\n'];
const STREAM = BLOCKS.join('');
const upTo = (blocks: number): string => `HEAD|${BLOCKS.slice(0, blocks).join('')}`;
const DIVISIONS: readonly (readonly [string, readonly string[]])[] = [
  ['in one piece', [STREAM]],
  ['block by block', BLOCKS],
  ['byte by byte', Array.from(STREAM)],
];

describe.each(DIVISIONS)('a stream that comes %s', (_title, pieces) => {
  test.each([
    ['response-head', 'HEAD|'],
    [{ bodyBytes: 0 }, 'HEAD|'],
    [{ bodyBytes: 20 }, `HEAD|${STREAM.slice(0, 20)}`],
    [{ bodyBytes: STREAM.length }, `HEAD|${STREAM}`],
    [{ events: 1 }, upTo(1)],
    [{ events: 2 }, upTo(3)],
    [{ events: 4 }, upTo(5)],
    [{ insideEvent: 1 }, `HEAD|${BLOCKS[0]?.slice(0, 7) ?? ''}`],
    [{ insideEvent: 3 }, `${upTo(3)}data: `.slice(0, upTo(3).length + 5)],
    [{ insideEvent: 3, at: 'line-end' }, `${upTo(3)}data: two\n`],
    ['response-end', `HEAD|${STREAM}|END`],
  ] as [WatchedMoment, string][])('%j strikes exactly there, and the rest goes on', (moment, expected) => {
    const { atStrike, passed } = play(moment, pieces);
    expect(atStrike).toBe(expected);
    expect(passed).toBe(`HEAD|${STREAM}|END`);
  });

  test('a feed that is muted by the strike passes nothing more', () => {
    expect(play({ events: 2 }, pieces, true).passed).toBe(upTo(3));
    expect(play({ insideEvent: 3 }, pieces, true).passed).toBe(`${upTo(3)}data:`);
  });

  test.each([{ events: 9 }, { insideEvent: 9 }, { bodyBytes: 9999 }, { insideEvent: 3, at: 'character' }] as const)(
    '%j never comes, and keeps nothing back for good',
    (moment) => {
      const { atStrike, passed } = play(moment, pieces);
      expect(atStrike).toBeUndefined();
      expect(passed).toBe(`HEAD|${STREAM}|END`);
    },
  );
});

test('the place is told exactly', () => {
  const offset = upTo(3).length - 'HEAD|'.length;
  expect(play({ events: 2 }, [STREAM]).where).toBe(`after SSE event 2, at body byte ${offset}`);
});

test('an event that ends with CRLF is complete with its LF, whenever that comes', () => {
  const { atStrike } = play({ events: 1 }, ['data: x\r\n\r', '\ndata: y\r\n\r\n']);
  expect(atStrike).toBe('HEAD|data: x\r\n\r\n');
});

test('the event in front is passed before the one that is waited for has come', () => {
  let passed = '';
  const pipe = new Pipe((batch) => {
    for (const piece of batch) if (isBytePiece(piece)) passed += Buffer.from(piece.bytes).toString();
  });
  const feed = new Feed(pipe);
  const strikes: string[] = [];
  feed.watch(createTrigger({ insideEvent: 2 }, (where) => strikes.push(where)));
  const tokenizer = new SseTokenizer();
  feed.take(HEAD);
  for (const text of ['data: 1\n\ndata', ': 2']) {
    feed.take({ kind: 'data', bytes: Buffer.from(text) }, tokenizer.push(Buffer.from(text)));
    feed.flush();
  }
  expect(passed).toBe('HEAD|data: 1\n\n');
  expect(strikes).toEqual([]);
});

test('the nth chunk head is divided after its first byte', () => {
  const written: string[] = [];
  const pipe = new Pipe((batch) => {
    written.push(batch.map((piece) => (isBytePiece(piece) ? Buffer.from(piece.bytes).toString() : '')).join(''));
  });
  const feed = new Feed(pipe);
  feed.watch(createTrigger({ insideChunkHead: 2 }, () => written.push('strike')));
  feed.take(HEAD);
  for (const size of ['1a\r\n', '2b\r\n', '3c\r\n']) feed.take({ kind: 'chunk-head', bytes: Buffer.from(size) });
  feed.flush();
  expect(written).toEqual(['HEAD|1a\r\n2', 'strike', 'b\r\n3c\r\n']);
});
