import type { Match, Moment } from '../../../faults/fault.js';
import type { Direction, Exchange } from '../exchange.js';
import type { Hop } from '../hop.js';
import type { Injector } from '../injector.js';
import { namesRequest } from '../match.js';
import type { Stage, StageFactory, StageRank } from '../stage.js';
import { isRequestMoment } from '../trigger.js';

/** The directions that a parameter names. */
export function directionsOf(direction: Direction | 'both'): Direction[] {
  return direction === 'both' ? ['to-server', 'to-client'] : [direction];
}

/** The direction in which a moment lies. */
export function directionOf(moment: Moment): Direction {
  return isRequestMoment(moment) ? 'to-server' : 'to-client';
}

/** @throws Error when a parameter is not a number that is at least `least` */
export function requireAtLeast(least: number, parameters: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!Number.isFinite(value) || value < least)
      throw new Error(`${name} must be a number of at least ${least}: ${value}`);
  }
}

/** An injector that puts a stage on each exchange that matches. A heal releases the stages. */
export function createStageInjector(options: {
  on: Match | undefined;
  direction: Direction | 'both';
  rank: StageRank;
  /** Makes the stage for an exchange; `struck` is to be called when it first does something. */
  create: (exchange: Exchange, direction: Direction) => StageFactory;
}): Injector {
  const live = new Set<Stage>();
  return {
    on: options.on ?? {},
    attach: (exchange) => {
      for (const direction of directionsOf(options.direction)) {
        const stage = exchange.addStage(direction, options.rank, options.create(exchange, direction));
        live.add(stage);
        exchange.onOver(() => live.delete(stage));
      }
    },
    heal: () => {
      for (const stage of live) stage.release();
      live.clear();
    },
  };
}

/** An injector that strikes at a moment. After a heal it strikes no more. */
export function createStrikeInjector(options: {
  on: Match | undefined;
  at: Moment;
  strike: (exchange: Exchange, where: string) => void;
  strikeConnection: (hop: Hop, where: string) => void;
  heal?: () => void | Promise<void>;
  dispose?: () => void;
}): Injector {
  const { on, at, strike, strikeConnection, heal, dispose } = options;
  let isHealed = false;
  const ending = {
    heal: (): void | Promise<void> => {
      isHealed = true;
      return heal?.();
    },
    ...(dispose === undefined ? {} : { dispose }),
  };
  if (at !== 'connect') {
    const attach = (exchange: Exchange): void => {
      exchange.at(at, (where) => {
        if (!isHealed) strike(exchange, where);
      });
    };
    return { on: on ?? {}, attach, ...ending };
  }
  if (namesRequest(on)) throw new Error('at connect no request is known yet: only nth can be matched');
  const accept = (hop: Hop): void => {
    strikeConnection(hop, `${hop.id} was accepted`);
  };
  return { on: on ?? {}, accept, ...ending };
}

/** Calls `struck` the first time only. */
export function once(struck: (detail: string) => void): (detail: string) => void {
  let isStruck = false;
  return (detail) => {
    if (isStruck) return;
    isStruck = true;
    struck(detail);
  };
}
