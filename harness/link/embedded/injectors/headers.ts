import type { HeadersSpec } from '../../../faults/headers.js';
import { removeHeader, setHeader, type HeaderList } from '../../../wire/http-head.js';
import type { InjectorFactory } from '../injector.js';

export const injectHeaders: InjectorFactory<HeadersSpec> = (spec, { fired }) => ({
  on: spec.on ?? {},
  attach: (exchange) => {
    const edit = <Head extends { readonly headers: HeaderList }>(head: Head): Head => {
      const headers = rewrite(head.headers, spec);
      if (isSame(headers, head.headers)) return head;
      fired(`${spec.direction} head: ${describe(spec)}`, exchange);
      return { ...head, headers };
    };
    if (spec.direction === 'request') exchange.editRequestHead(edit);
    else exchange.editResponseHead(edit);
  },
});

function rewrite(headers: HeaderList, { strip, set, rename }: HeadersSpec): HeaderList {
  const newNames = new Map(Object.entries(rename).map(([from, to]) => [from.toLowerCase(), to]));
  const renamed: HeaderList = headers.map(([name, value]) => [newNames.get(name.toLowerCase()) ?? name, value]);
  const stripped = strip.reduce<HeaderList>((list, name) => removeHeader(list, name), renamed);
  return Object.entries(set).reduce((list, [name, value]) => setHeader(list, name, value), stripped);
}

function isSame(left: HeaderList, right: HeaderList): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function describe({ strip, set, rename }: HeadersSpec): string {
  const parts = [
    ...strip.map((name) => `without ${name}`),
    ...Object.entries(set).map(([name, value]) => `${name} set to ${value}`),
    ...Object.entries(rename).map(([from, to]) => `${from} renamed to ${to}`),
  ];
  return parts.join(', ');
}
