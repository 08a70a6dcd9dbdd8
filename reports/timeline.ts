import { describeEvent } from './describe-event.js';
import type { Glyphs } from './glyphs.js';
import type { ReportCase } from './report.js';
import type { ReportEvent } from './report-events.js';
import { hang, widthOf, wrapText } from './wrap.js';

export interface TimelineOptions {
  readonly columns: number;
  readonly glyphs: Glyphs;
  /** Shows only the decisive events with this many around each; default: all. */
  readonly around?: number;
}

/** Narrowest column for what happened; in a narrower terminal lines run over. */
const MINIMUM_TEXT_COLUMNS = 24;

const ACTOR_COLUMNS = 7;

function decisiveIndexes(result: ReportCase): ReadonlySet<number> {
  const weighty = result.findings.filter(({ severity }) => severity !== 'note');
  return new Set(weighty.flatMap(({ events }) => events));
}

function isDecisive(event: ReportEvent, decisive: ReadonlySet<number>): boolean {
  return event.index !== undefined && decisive.has(event.index);
}

/** What both sides of the link saw alike is told once, from the side of the server; body bytes are not told at all. */
function isTold(event: ReportEvent, decisive: ReadonlySet<number>): boolean {
  if (isDecisive(event, decisive)) return true;
  if (event.kind === 'data') return false;
  return event['side'] !== 'client' || event.kind === 'connection' || event.actor === 'link';
}

function near(events: readonly ReportEvent[], decisive: ReadonlySet<number>, around: number): ReportEvent[] {
  const positions = [...events.keys()].filter((position) => isDecisive(events[position] as ReportEvent, decisive));
  // Without a decisive event the end tells most.
  if (positions.length === 0) return events.slice(-2 * around);
  return events.filter((_, position) => positions.some((middle) => Math.abs(middle - position) <= around));
}

function sideOf(event: ReportEvent, { toClient, toServer }: Glyphs): string {
  const side = event['side'];
  if (event.kind === 'omitted' || event.actor === 'harness' || typeof side !== 'string') return '';
  return event.actor === 'client' ? toServer : event.actor === 'server' ? toClient : '';
}

function exchangeOf(event: ReportEvent): string {
  const exchange = event['exchange'];
  return typeof exchange === 'string' ? `[${exchange}] ` : '';
}

/**
 * The events of a case as lines: time in ms, who did it, what. Decisive events are marked. Empty for a case without
 * events.
 */
export function renderTimeline(result: ReportCase, options: TimelineOptions): string[] {
  const decisive = decisiveIndexes(result);
  const told = result.events.filter((event) => isTold(event, decisive));
  const shown = options.around === undefined ? told : near(told, decisive, options.around);
  const timeColumns = Math.max(4, ...shown.map(({ t }) => t.toFixed(1).length));
  const arrowColumns = widthOf(options.glyphs.toServer);
  return shown.flatMap((event) => {
    const mark = isDecisive(event, decisive) ? options.glyphs.decisive : ' ';
    const time = event.t.toFixed(1).padStart(timeColumns);
    const label = `${mark} ${time}  ${event.actor.padEnd(ACTOR_COLUMNS)} ${sideOf(event, options.glyphs).padEnd(arrowColumns)} `;
    const width = Math.max(MINIMUM_TEXT_COLUMNS, options.columns - widthOf(label));
    return hang(label, wrapText(`${exchangeOf(event)}${describeEvent(event)}`, width));
  });
}
