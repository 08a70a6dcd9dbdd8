import type { SutControl } from '../link/sut-control.js';
import { errorText } from './script.js';

/** What the thread that started the target can do to it, for the thread in which the cases run. */
export interface Steering {
  /** Ends it and starts it anew. */
  readonly restart?: () => Promise<void>;
  /** Stops, kills and restores its process. */
  readonly control?: SutControl;
}

/** What one thread may ask of the other. */
export type SteeringOrder = 'restart' | keyof SutControl;

/** Which of it there is, as plain data. */
export interface SteeringOffer {
  readonly canRestart: boolean;
  readonly canControl: boolean;
}

/** What can be asked of the thread that has this. */
export function offerOf({ restart, control }: Steering): SteeringOffer {
  return { canRestart: restart !== undefined, canControl: control !== undefined };
}

/** Carries out what the other thread asked for; resolves with the reason where that was not possible. */
export async function carryOut(order: SteeringOrder, { restart, control }: Steering): Promise<string | undefined> {
  const act = order === 'restart' ? restart : control && ((): Promise<void> => control[order]());
  if (act === undefined) return 'the harness did not start the target';
  try {
    await act();
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

/** The same on the asking side. `ask` rejects with the reason. */
export function steeringBy(
  ask: (order: SteeringOrder) => Promise<void>,
  { canRestart, canControl }: SteeringOffer,
): Steering {
  return {
    ...(canRestart && { restart: () => ask('restart') }),
    ...(canControl && {
      control: { pause: () => ask('pause'), kill: () => ask('kill'), restore: () => ask('restore') },
    }),
  };
}
