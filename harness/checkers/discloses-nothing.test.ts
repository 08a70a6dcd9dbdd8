import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../history/events.js';
import { viewHistory } from '../history/view.js';
import { disclosesNothing, servesNoFiles } from './discloses-nothing.js';

function answered(text: string): HistoryEvent[] {
  const base = { side: 'server', exchange: 'x' } as const;
  return [
    { index: 0, t: 0, kind: 'request', ...base, connection: 'c', method: 'POST', target: '/', headers: [] },
    { index: 1, t: 1, kind: 'response', ...base, connection: 'c', by: 'sut', status: 400, headers: [] },
    { index: 2, t: 2, kind: 'response-body', ...base, sizeBytes: text.length, text },
  ];
}

const context = { revision: '2025-11-25', lagMs: 0 } as const;

describe('what comes from the inside of a program is told', () => {
  const inside: readonly string[] = [
    'SyntaxError: Unexpected token\n    at JSON.parse (<anonymous>)\n    at parse (/srv/app/node_modules/body-parser/lib/types/json.js:92:19)',
    JSON.stringify({ error: { message: 'x', data: new Error('x').stack } }),
    'Traceback (most recent call last):\n  File "/usr/lib/python3/mcp/server.py", line 12, in run',
    '\tat io.modelcontextprotocol.server.McpServer.handle(McpServer.java:214)',
    '   at Mcp.Server.Handle(String text) in C:\\src\\Server.cs:line 12',
    'goroutine 12 [running]:\nmain.main()',
    "thread 'main' panicked at src/main.rs:4:5",
    '<b>Fatal error</b>: Uncaught TypeError in /var/www/mcp/index.php:12',
    "/usr/lib/ruby/gems/mcp/server.rb:12:in `handle'",
    'cannot open /home/someone/project/server.ts',
  ];
  test.each(inside)('%s', (text) => {
    const { findings } = disclosesNothing(['x']).check(viewHistory(answered(text)), context);
    expect(findings.map(({ severity }) => severity)).toContain('warn');
  });
});

describe('what an error may say is not', () => {
  const harmless: readonly string[] = [
    '',
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}',
    'Unexpected token } in JSON at position 12',
    'Resource not found: file:///etc/passwd',
    'Tool not found at this server (see https://example.com/docs/errors.html:80)',
    '<html><body><h1>404 Not Found</h1><hr>nginx/1.27.0</body></html>',
    'Invalid arguments for tool echo: [{"code":"invalid_type","path":["text"],"message":"Required"}]',
  ];
  test.each(harmless)('%s', (text) => {
    expect(disclosesNothing(['x']).check(viewHistory(answered(text)), context).findings).toEqual([]);
  });
});

test('files of the system are told from other texts', () => {
  const check = (text: string): number =>
    servesNoFiles(['x']).check(viewHistory(answered(text)), context).findings.length;
  expect(check('root:x:0:0:root:/root:/bin/bash\n')).toBe(1);
  expect(check('; for 16-bit app support\r\n[fonts]\r\n[extensions]\r\n')).toBe(1);
  expect(check('{"error":"no such path: /etc/passwd"}')).toBe(0);
});
