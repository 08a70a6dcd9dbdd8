import { expect, it } from 'vitest';
import { createLabels, labelLine } from './labels.js';

it('labels repeat with a number', () => {
  const labels = createLabels();
  expect([labels('call'), labels('other'), labels('call'), labels('call')]).toEqual([
    'call',
    'other',
    'call#2',
    'call#3',
  ]);
  expect(createLabels('second:')('call')).toBe('second:call');
});

it('a label is written as a header line', () => {
  expect(labelLine('call#2')).toBe('faultline-exchange: call#2\r\n');
});
