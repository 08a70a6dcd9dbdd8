import type { Report } from './report.js';

/** The report as UTF-8 JSON with a line feed at its end. Whitespace is kept out of events, of which there are many. */
export function renderJson(report: Report): string {
  const { cases, ...head } = report;
  const opening = JSON.stringify(head, null, 2).replace(/\n\}$/, '');
  const lines = cases.map((entry) => {
    const { events, ...rest } = entry;
    const fields = JSON.stringify(rest, null, 2).replace(/\n\}$/, '').replaceAll('\n', '\n    ');
    const list = events.map((event) => `\n        ${JSON.stringify(event)}`).join(',');
    return `    ${fields},\n      "events": [${list}${list === '' ? '' : '\n      '}]\n    }`;
  });
  const body = lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `;
  return `${opening},\n  "cases": [${body}]\n}\n`;
}
