import type { Revision } from '../spec/revisions.js';
import type { CaseEnvironment } from './run-options.js';

/** A word as a POSIX shell reads it back. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command that shows one case again. Values of headers are left out: they may be credentials. */
export function reproduceCommand(
  environment: Pick<CaseEnvironment, 'target' | 'secondTarget' | 'seed' | 'timeScale' | 'links'>,
  caseId: string,
  revision: Revision,
): string {
  const { target, secondTarget, seed, timeScale, links } = environment;
  const parts = ['faultline server'];
  if (target.command !== undefined) parts.push(`--command ${shellQuoted(target.command)}`);
  if (links?.name === 'containers') parts.push('--topology containers');
  if (target.image !== undefined) parts.push(`--image ${shellQuoted(target.image)}`);
  parts.push(`--url ${shellQuoted(target.url.href)}`);
  if (secondTarget !== undefined && target.image === undefined)
    parts.push(`--second-url ${shellQuoted(secondTarget.url.href)}`);
  parts.push(`--revision ${revision}`, `--case ${shellQuoted(caseId)}`, `--seed ${seed}`);
  for (const name of Object.keys(target.headers)) parts.push(`--header ${shellQuoted(`${name}: ***`)}`);
  if (target.userTool !== undefined) {
    parts.push(
      `--tool ${shellQuoted(target.userTool.name)} --tool-args ${shellQuoted(JSON.stringify(target.userTool.args))}`,
    );
  }
  if (links !== undefined && !['embedded', 'containers'].includes(links.name)) parts.push(`--backend ${links.name}`);
  if (timeScale !== 1) parts.push(`--time-scale ${timeScale}`);
  return parts.join(' ');
}
