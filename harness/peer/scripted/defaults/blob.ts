const ASCII = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** One character each of 1, 2, 3 and 4 bytes. */
const MULTIBYTE = 'a\u00e9\u20ac\u{1f600}';
const CYCLE_BYTES = Buffer.byteLength(MULTIBYTE);

/** A text of exactly that many UTF-8 bytes; `multibyte` cycles characters of all lengths and is padded with dots. */
export function blobText(sizeBytes: number, alphabet: 'ascii' | 'multibyte'): string {
  if (alphabet === 'ascii') return ASCII.repeat(Math.ceil(sizeBytes / ASCII.length)).slice(0, sizeBytes);
  const whole = MULTIBYTE.repeat(Math.floor(sizeBytes / CYCLE_BYTES));
  return whole + '.'.repeat(sizeBytes % CYCLE_BYTES);
}
