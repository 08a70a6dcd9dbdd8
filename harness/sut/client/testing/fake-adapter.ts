/** A shell command that runs a script; `say(object)` writes a line, `on(handler)` hands over each line that is read. */
export function fakeAdapter(script: string): string {
  const prelude = `
    const say = (line) => process.stdout.write((typeof line === 'string' ? line : JSON.stringify(line)) + '\\n');
    const ready = (ops = ['connect', 'state', 'close']) =>
      say({ event: 'ready', name: 'fake', version: '1', ops, revisions: ['2025-11-25'], transports: ['streamable-http'] });
    const ok = (id, result = {}) => say({ id, ok: true, result });
    const on = (handler) => require('node:readline').createInterface({ input: process.stdin })
      .on('line', (line) => handler(JSON.parse(line), line));
  `;
  const source = `${prelude}${script}`;
  return `exec "${process.execPath}" -e "eval(Buffer.from('${Buffer.from(source).toString('base64')}', 'base64').toString())"`;
}
