import type { AnswerSpec } from '../../faults/answer.js';
import { ACCEL_BUFFERING_HONOURED, type BufferSpec } from '../../faults/buffer.js';
import type { CleanEndSpec } from '../../faults/clean-end.js';
import type { FaultSpec } from '../../faults/fault.js';
import type { HeadersSpec } from '../../faults/headers.js';
import type { IdleCutSpec } from '../../faults/idle-cut.js';
import type { AnyFault } from '../../faults/index.js';
import type { TruncateSpec } from '../../faults/truncate.js';
import { headerValue, setHeader } from '../../wire/http-head.js';
import { statusText } from '../embedded/made-answer.js';
import { PAYLOAD_PROGRESS } from '../sandwich/progress.js';
import type { Treated, Treatment } from '../sandwich/proxy.js';
import { strikeAt } from '../sandwich/strike.js';
import { quoted } from './config.js';
import type { NginxLane } from './lane.js';
import type { Field, NginxProfile, OwnAnswer } from './profile.js';

type NginxTreatment = Treatment<NginxLane, NginxProfile>;
type TreatedByNginx = Treated<NginxLane>;

const PAGE_BYTES = 4096;
/** nginx does not renew a timer that would move by less: without these a cut could come too early. */
const TIMER_LAZINESS_MS = 300;

/**
 * How nginx brings about a fault.
 * @throws Error when it can't
 */
export function nginxTreatment(spec: FaultSpec): NginxTreatment {
  const fault = spec as AnyFault;
  switch (fault.kind) {
    case 'answer':
      return answering(ownAnswer(fault), fault.retryAfterS);
    case 'redirect':
      return answering({ status: fault.status, location: fault.location });
    case 'headers':
      return editing(fault);
    case 'buffer':
      return buffering(fault);
    case 'gzip':
      return compressing(fault.flush);
    case 'idleCut':
      return givingUp(fault);
    case 'cleanEnd':
      return laundering(fault);
    case 'duplicate':
      return repeating();
    case 'alternate':
      return alternating();
    case 'truncate':
      return ending(fault);
    default:
      throw new Error(`nginx cannot inject a fault of the kind ${JSON.stringify(spec.kind)}`);
  }
}

function ownAnswer({ status, body }: AnswerSpec): OwnAnswer {
  if (body === 'empty') return { status, body: { type: '', text: '' } };
  if (body === 'json') {
    return { status, body: { type: 'application/json', text: JSON.stringify({ error: statusText(status), status }) } };
  }
  // For an error nginx has a page of its own.
  if (status >= 400) return { status };
  const title = `${status} ${statusText(status)}`;
  const text = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, body: { type: 'text/html; charset=utf-8', text } };
}

function answering(answer: OwnAnswer, retryAfterS?: number): NginxTreatment {
  const addedFields: Field[] = retryAfterS === undefined ? [] : [['Retry-After', quoted(String(retryAfterS))]];
  return plain({ answer, addedFields }, ({ passage, fired }) => {
    passage.outer?.editResponseHead((head) => {
      if (passage.inner === undefined) fired(`nginx answers with ${head.status}`);
      return head;
    });
  });
}

function editing({ direction, strip, set, rename }: HeadersSpec): NginxTreatment {
  const renamed = Object.entries(rename);
  const gone = [...strip, ...renamed.map(([name]) => name)].filter((name) => set[name] === undefined);
  const added = Object.entries(set).map(([name, value]): Field => [name, quoted(value)]);
  if (direction === 'request') {
    const moved = renamed.map(([from, to]): Field => [to, `$http_${variable(from)}`]);
    const taken = gone.map((name): Field => [name, '""']);
    return plain({ requestFields: [...taken, ...moved, ...added] }, ({ passage, fired }) =>
      passage.onInner(() => fired('the request has come through nginx')),
    );
  }
  const moved = renamed.map(([from, to]): Field => [to, `$upstream_http_${variable(from)}`]);
  const hiddenFields = [...gone, ...Object.keys(set)];
  return plain({ hiddenFields, addedFields: [...moved, ...added] }, ({ passage, fired }) =>
    onResponseHead(passage, () => fired('the response goes through nginx')),
  );
}

/** How a field is called in the names of variables. */
function variable(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function buffering({ thresholdBytes = PAGE_BYTES, honoursAccelBuffering }: BufferSpec): NginxTreatment {
  const profile: NginxProfile = {
    upstreamVersion: '1.0',
    bufferBytes: thresholdBytes,
    ignoresAccelBuffering: !honoursAccelBuffering,
  };
  return plain(profile, ({ passage, fired }) =>
    onResponseHead(passage, (accelBuffering) => {
      const isLetThrough = honoursAccelBuffering && accelBuffering?.trim().toLowerCase() === 'no';
      fired(isLetThrough ? `nginx lets the response pass: ${ACCEL_BUFFERING_HONOURED}` : 'nginx holds the response');
    }),
  );
}

function compressing(flush: boolean): NginxTreatment {
  return plain({ gzip: true, ...(flush ? {} : { bufferBytes: PAGE_BYTES }) }, ({ passage, fired }) => {
    // Without the field every coding is welcome (RFC 9110, section 12.5.3); nginx waits to be told.
    passage.outer?.editRequestHead((head) =>
      headerValue(head.headers, 'Accept-Encoding') === undefined
        ? { ...head, headers: setHeader(head.headers, 'Accept-Encoding', 'gzip') }
        : head,
    );
    passage.outer?.editResponseHead((head) => {
      if (headerValue(head.headers, 'Content-Encoding') === 'gzip') fired('nginx compresses the response');
      return head;
    });
  });
}

function givingUp({ silenceMs }: IdleCutSpec): NginxTreatment {
  return plain({ readTimeoutMs: silenceMs + TIMER_LAZINESS_MS }, ({ passage, fired }) =>
    passage.onEndedByProxy(() => {
      if (passage.outer?.clientRecord.hasHead !== true) return;
      fired(`nginx has waited for ${silenceMs} ms or a little longer, after the response head`);
    }),
  );
}

/** An end of the server that comes too early reads as a good one when HTTP/1.0 is spoken to it: what ends there is complete. */
function laundering({ at }: CleanEndSpec): NginxTreatment {
  let isHealed = false;
  return {
    setup: { upstreamVersion: '1.0' },
    ownLane: true,
    attach: ({ passage, fired }) => {
      if (at === 'connect') throw new Error('nginx is reached when a request has come: nothing can strike at connect');
      passage.onInner((inner) => {
        inner.at(at, (where) => {
          if (!isHealed) inner.cutAfter('to-client', 'fin', 'both', () => fired(`the server is cut off ${where}`));
        });
      });
    },
    heal: () => {
      isHealed = true;
      return Promise.resolve();
    },
  };
}

/** The first attempt fails when the server has all of it, and nginx makes another one. */
function repeating(): NginxTreatment {
  return {
    setup: { retriesEverything: true },
    ownLane: true,
    attach: ({ passage, fired }) => {
      let attempts = 0;
      passage.onInner((inner) => {
        attempts += 1;
        if (attempts > 1) return;
        inner.at('request-sent', (where) => {
          const run = (): void => {
            fired(`the first attempt is broken off ${where}; what the server answers to it is lost`);
            inner.mute();
            inner.hop.detachServer();
            inner.hop.sever('fin', 'client');
          };
          inner.hop.toServer.push([{ kind: 'mark', run }]);
        });
      });
    },
  };
}

function alternating(): NginxTreatment {
  return plain({ isBalanced: true }, ({ passage, fired }) =>
    passage.onInner((inner) => {
      if (inner.hop.id.startsWith('second')) fired('nginx sends the request to the second server');
    }),
  );
}

/** nginx is shut down, which ends its connections. */
function ending({ at }: TruncateSpec): NginxTreatment {
  let isHealed = false;
  return {
    ownLane: true,
    attach: ({ passage, lane, fired, failed }) => {
      if (at === 'connect') throw new Error('nginx is reached when a request has come: nothing can strike at connect');
      const act = async (where: string): Promise<void> => {
        const opened = await lane;
        passage.isCut = true;
        fired(where);
        await opened.close();
      };
      strikeAt(passage, { at, progress: PAYLOAD_PROGRESS, isWanted: () => !isHealed, act, failed });
    },
    heal: () => {
      isHealed = true;
      return Promise.resolve();
    },
  };
}

/** A treatment that lies in the configuration. */
function plain(setup: NginxProfile, attach: (treated: TreatedByNginx) => void): NginxTreatment {
  return { setup, ownLane: false, attach };
}

/** Calls `seen` when the response head has come from the server, before nginx gets it. */
function onResponseHead(passage: TreatedByNginx['passage'], seen: (accelBuffering: string | undefined) => void): void {
  passage.onInner((inner) =>
    inner.editResponseHead((head) => {
      seen(headerValue(head.headers, 'X-Accel-Buffering'));
      return head;
    }),
  );
}
