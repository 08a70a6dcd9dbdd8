import { duplicateLabel, type DuplicateSpec } from '../../../faults/duplicate.js';
import type { Exchange } from '../exchange.js';
import type { InjectorContext, InjectorFactory } from '../injector.js';

export const injectDuplicate: InjectorFactory<DuplicateSpec> = (spec, context) => ({
  on: spec.on ?? {},
  attach: (exchange) => repeat(exchange, context),
});

function repeat(exchange: Exchange, { link, fired }: InjectorContext): void {
  const written: Uint8Array[] = [];
  exchange.onForwarded((bytes, direction) => {
    if (direction === 'to-server') written.push(bytes);
  });
  exchange.at('request-sent', (where) => {
    const run = (): void => {
      fired(`delivered a second time ${where}`, exchange);
      const bytes = Buffer.concat(written.splice(0));
      const head = exchange.requestHead;
      exchange.hop.deliverCopy(exchange.upstream ?? link.upstream, { head, bytes }, duplicateLabel(exchange.label));
    };
    exchange.hop.toServer.push([{ kind: 'mark', run }]);
  });
}
