import { answersCall, laterCallsWork } from '../../../harness/checkers/answers-call.js';
import { deliversBlob } from '../../../harness/checkers/exact-text.js';
import { framesResponsesExactly } from '../../../harness/checkers/invariants/framing.js';
import { serverCase } from '../../../harness/engine/case.js';
import type { ServerCase } from '../../../harness/engine/case.js';

const KIB = 1024;
const MIB = 1024 * KIB;
/** A large answer may take a loaded machine longer than one answer should. */
const LARGE_DEADLINE_MS = 15_000;

type Alphabet = 'ascii' | 'multibyte';

function answerCase(name: string, title: string, alphabet: Alphabet, sizes: readonly number[]): ServerCase {
  const labels = sizes.map((sizeBytes) => `blob-of-${sizeBytes}-bytes`);
  return serverCase({
    id: `requests/answer-size/${name}`,
    title,
    heavy: Math.max(...sizes) > MIB,
    about:
      'Calls faultline_blob for texts of exact sizes and compares length and SHA-256. Limits at powers of two, and reads that split a character, show here as lost or damaged answers.',
    fix: 'Write answers of any size completely; where there has to be a limit, answer with a JSON-RPC error that names it.',
    requirements: ['transport.utf8', 'jsonrpc.response.required', 'guarantee.framing-exact', 'guarantee.recovers'],
    reproduces: ['B374'],
    once: true,
    needs: ['tool:faultline_blob'],
    async script(context) {
      const session = await context.connect();
      for (const [index, bytes] of sizes.entries()) {
        const label = labels[index] ?? '';
        await session
          .callTool('faultline_blob', { bytes, alphabet }, { label, deadlineMs: LARGE_DEADLINE_MS })
          .answer();
      }
      await session.request('ping', undefined, { label: 'later' }).answer();
    },
    judges: [
      ...labels.flatMap((label) => [
        answersCall(label, 'jsonrpc.response.required', { with: 'result' }),
        deliversBlob(label),
      ]),
      framesResponsesExactly(),
      laterCallsWork(['later']),
    ],
  });
}

export const cases: ServerCase[] = [
  answerCase('around-64-kib', 'Answers around 64 KiB arrive byte by byte', 'ascii', [
    64 * KIB - 1,
    64 * KIB,
    64 * KIB + 1,
  ]),
  answerCase('1-mib', 'An answer of 1 MiB arrives byte by byte', 'ascii', [MIB]),
  answerCase('multibyte', 'Answers of characters of several bytes arrive byte by byte', 'multibyte', [
    64 * KIB + 1,
    MIB - 1,
  ]),
  answerCase('8-mib', 'An answer of 8 MiB arrives byte by byte', 'multibyte', [8 * MIB]),
];
