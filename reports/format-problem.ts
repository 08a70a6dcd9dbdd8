import type { z } from 'zod';

function fieldName(path: readonly PropertyKey[]): string {
  return path.map((part, position) => fieldPart(part, position)).join('');
}

function fieldPart(part: PropertyKey, position: number): string {
  if (typeof part === 'number') return `[${part}]`;
  return position === 0 ? String(part) : `.${String(part)}`;
}

/** The first thing that is wrong with a value, in one line: which field, and what was expected. */
export function formatProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'the format is wrong';
  const message = `${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`.replaceAll(/\s+/g, ' ');
  const field = fieldName(issue.path);
  return field === '' ? message : `${field}: ${message}`;
}

/** Parses JSON; the error says in one line that the text is none. */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `not JSON: ${reason.replaceAll(/\s+/g, ' ')}` };
  }
}
