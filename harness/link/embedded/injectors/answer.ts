import type { AnswerSpec } from '../../../faults/answer.js';
import { utf8 } from '../../../wire/bytes.js';
import type { InjectorFactory } from '../injector.js';
import { makeAnswer, statusText } from '../made-answer.js';

export const injectAnswer: InjectorFactory<AnswerSpec> = (spec, { fired }) => {
  const { status, retryAfterS } = spec;
  const { type, text } = bodyOf(spec);
  const headers: [string, string][] = type === undefined ? [] : [['Content-Type', type]];
  if (retryAfterS !== undefined) headers.push(['Retry-After', String(retryAfterS)]);
  return {
    on: spec.on ?? {},
    attach: (exchange) => {
      const given = (): void => fired(`answered with ${status} after the whole request`, exchange);
      exchange.answerWith({ ...makeAnswer(status, headers, utf8(text)), forward: spec.forward ?? false, given });
    },
  };
};

function bodyOf({ status, body }: AnswerSpec): { type: string | undefined; text: string } {
  const title = `${status} ${statusText(status)}`;
  switch (body) {
    case 'empty':
      return { type: undefined, text: '' };
    case 'json':
      return { type: 'application/json', text: JSON.stringify({ error: statusText(status), status }) };
    case 'html':
      return {
        type: 'text/html; charset=utf-8',
        text: `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
      };
  }
}
