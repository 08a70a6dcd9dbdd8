import { delivered } from '../../history/delivered.js';
import type { HistoryView } from '../../history/view.js';
import { headerValue } from '../../wire/http-head.js';
import { requestsInOrder } from './handshakes.js';

type Requested = ReturnType<typeof requestsInOrder>[number];

/** One event stream of HTTP+SSE, as the client saw it, and what it posted to the endpoint that the stream named. */
export interface EventStreamView {
  readonly stream: Requested;
  /** The URI that was announced, resolved; undefined where the announcement did not leave towards the client. */
  readonly endpoint: URL | undefined;
  /** In the order in which they were begun. */
  readonly posts: readonly Requested[];
}

/** Where a request went, as a URI. */
export function uriOf({ request }: Requested): URL {
  return new URL(request.target, `http://${headerValue(request.headers, 'host') ?? 'unknown'}`);
}

function announcedOn(view: HistoryView, stream: Requested): URL | undefined {
  const event = delivered(view, stream.label)?.events.find(({ event: { event } }) => event === 'endpoint')?.event;
  const base = uriOf(stream).href;
  return event !== undefined && URL.canParse(event.data, base) ? new URL(event.data, base) : undefined;
}

function isSameEndpoint(left: URL, right: URL): boolean {
  return left.pathname === right.pathname && left.search === right.search;
}

/** Every event stream that the client asked for and got, in order. Only for histories of HTTP+SSE. */
export function eventStreamsOf(view: HistoryView): EventStreamView[] {
  const requests = requestsInOrder(view);
  const posts = requests.filter(({ request }) => request.method === 'POST');
  return requests
    .filter(({ request, client }) => request.method === 'GET' && client.head?.status === 200)
    .map((stream): EventStreamView => {
      const endpoint = announcedOn(view, stream);
      const own = posts.filter((post) => endpoint !== undefined && isSameEndpoint(uriOf(post), endpoint));
      return { stream, endpoint, posts: own };
    });
}
