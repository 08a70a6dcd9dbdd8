import { describe, expect, test } from 'vitest';
import { isBytePiece, type Batch, type Piece } from './piece.js';
import { Pipe } from './pipe.js';
import type { Stage, StageFactory } from './stage.js';

const data = (text: string): Piece => ({ kind: 'data', bytes: Buffer.from(text) });

function textOf(batch: Batch): string {
  return batch.map((piece) => (isBytePiece(piece) ? Buffer.from(piece.bytes).toString() : piece.kind)).join('');
}

function openPipe(): { pipe: Pipe; written: string[] } {
  const written: string[] = [];
  const pipe = new Pipe((batch) => {
    written.push(textOf(batch));
    for (const piece of batch) if (piece.kind === 'mark') piece.run();
  });
  return { pipe, written };
}

/** A stage that adds its name behind each batch. */
function tagging(name: string): StageFactory {
  return (next): Stage => ({
    push: (batch) => next([...batch, data(name)]),
    heldBytes: () => 0,
    release: () => undefined,
    dispose: () => undefined,
  });
}

test('without holders and stages a batch is written within the call', () => {
  const { pipe, written } = openPipe();
  pipe.push([data('a'), data('b')]);
  expect(written).toEqual(['ab']);
});

describe('the gate', () => {
  test('keeps what comes after the hold, in order, and counts its bytes', () => {
    const { pipe, written } = openPipe();
    const owner = {};
    pipe.push([data('1')]);
    pipe.hold(owner);
    pipe.push([data('22')]);
    pipe.push([data('3')]);
    expect(written).toEqual(['1']);
    expect(pipe.heldBytes()).toBe(3);
    pipe.letGo(owner);
    expect(written).toEqual(['1', '22', '3']);
    expect(pipe.heldBytes()).toBe(0);
  });

  test('what came before a second hold does not wait for it', () => {
    const { pipe, written } = openPipe();
    const [first, second] = [{}, {}];
    pipe.hold(first);
    pipe.push([data('before')]);
    pipe.hold(second);
    pipe.push([data('after')]);
    pipe.letGo(first);
    expect(written).toEqual(['before']);
    pipe.letGo(second);
    expect(written).toEqual(['before', 'after']);
  });

  test('letting go without a hold does nothing', () => {
    const { pipe, written } = openPipe();
    const owner = {};
    pipe.hold(owner);
    pipe.push([data('x')]);
    pipe.letGo({});
    expect(written).toEqual([]);
  });
});

describe('stages', () => {
  test('stand in the order of their ranks, whatever the order in which they came', () => {
    const { pipe, written } = openPipe();
    pipe.addStage('fragment', tagging('-fragment'));
    pipe.addStage('gzip', tagging('-gzip'));
    pipe.addStage('latency', tagging('-latency'));
    pipe.push([data('x')]);
    expect(written).toEqual(['x-gzip-latency-fragment']);
  });

  test('are gone for the next exchange', () => {
    const { pipe, written } = openPipe();
    pipe.addStage('gzip', tagging('-gzip'));
    pipe.renewStages();
    pipe.push([data('x')]);
    expect(written).toEqual(['x']);
  });
});

test('what a mark pushes does not overtake the rest of its batch', () => {
  const { pipe, written } = openPipe();
  const mark: Piece = { kind: 'mark', run: () => pipe.push([data('pushed by the mark')]) };
  pipe.push([data('in front '), mark, data(' behind')]);
  expect(written).toEqual(['in front mark behind', 'pushed by the mark']);
});

test('after it is disposed of nothing is written', () => {
  const { pipe, written } = openPipe();
  const owner = {};
  pipe.hold(owner);
  pipe.push([data('x')]);
  pipe.dispose();
  pipe.letGo(owner);
  pipe.push([data('y')]);
  expect(written).toEqual([]);
});
