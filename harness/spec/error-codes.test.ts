import { describe, expect, it } from 'vitest';
import {
  ERROR_CODES,
  errorCode,
  isDefinedErrorCode,
  isInClosedBand,
  isReservedByJsonRpc,
  isReservedByProtocol,
} from './error-codes.js';

describe('error codes', () => {
  it('have unique numbers and names', () => {
    expect(new Set(ERROR_CODES.map(({ code }) => code)).size).toBe(ERROR_CODES.length);
    expect(new Set(ERROR_CODES.map(({ name }) => name)).size).toBe(ERROR_CODES.length);
  });

  it('are found by number', () => {
    expect(errorCode(-32601)?.name).toBe('method-not-found');
    expect(errorCode(-32001)).toBeUndefined();
  });

  it('belong to revisions', () => {
    expect(isDefinedErrorCode(-32700, '2024-11-05')).toBe(true);
    expect(isDefinedErrorCode(-32002, '2025-11-25')).toBe(true);
    expect(isDefinedErrorCode(-32002, '2026-07-28')).toBe(false);
    expect(isDefinedErrorCode(-32042, '2025-06-18')).toBe(false);
    expect(isDefinedErrorCode(-32042, '2025-11-25')).toBe(true);
    expect(isDefinedErrorCode(-32020, '2025-11-25')).toBe(false);
    expect(isDefinedErrorCode(-32022, '2026-07-28')).toBe(true);
    expect(isDefinedErrorCode(-32001, '2026-07-28')).toBe(false);
  });

  it.each([
    [-32769, false],
    [-32768, true],
    [-32000, true],
    [-31999, false],
  ])('reserve %i by JSON-RPC: %s', (code, reserved) => {
    expect(isReservedByJsonRpc(code)).toBe(reserved);
  });

  it.each([
    [-32100, false],
    [-32099, true],
    [-32020, true],
    [-32019, false],
  ])('reserve %i by the protocol from 2026-07-28: %s', (code, reserved) => {
    expect(isReservedByProtocol(code, '2026-07-28')).toBe(reserved);
    expect(isReservedByProtocol(code, '2025-11-25')).toBe(false);
  });

  it.each([
    [-32020, false],
    [-32019, true],
    [-32000, true],
    [-31999, false],
  ])('close the band of %i to new use: %s', (code, closed) => {
    expect(isInClosedBand(code)).toBe(closed);
  });
});
