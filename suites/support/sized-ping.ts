/** A `ping` that is exactly `sizeBytes` long, padded by a text in its metadata, which every receiver has to ignore. */
export function sizedPing(id: string, sizeBytes: number): string {
  const build = (padding: string): string =>
    JSON.stringify({ jsonrpc: '2.0', id, method: 'ping', params: { _meta: { 'faultline/padding': padding } } });
  return build('p'.repeat(Math.max(0, sizeBytes - build('').length)));
}
