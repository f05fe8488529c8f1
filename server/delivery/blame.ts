// Whose fault a failure is: of what fails again while others pass, it is its own; while nothing passes, the backend's.
import type { Failure } from '../connectors/connector.ts';
import type { Row } from '../storage/schema.ts';

type Tried = Pick<Row<'delivery'>, 'id' | 'backendId'>;

/** In memory: after a restart the count begins anew. */
export interface Blame {
  /** The backend has carried out a delivery. */
  passed(delivery: Tried): void;
  /** A delivery failed. Returns how often it has, with others passing since the failure before. */
  failed(delivery: Tried, failure: Failure): number;
  /** Deliveries of a backend that failed again after others had passed, at the last time while the backend answered. */
  alone(backendId: string): string[];
  /** It is not retried any more. */
  forget(delivery: Tried): void;
}

export function createBlame(): Blame {
  const passes = new Map<string, number>();
  const failing = new Map<string, { backendId: string; passes: number; own: number; answers: boolean }>();
  const passesOf = ({ backendId }: Tried) => passes.get(backendId) ?? 0;
  return {
    passed(delivery) {
      passes.set(delivery.backendId, passesOf(delivery) + 1);
      failing.delete(delivery.id);
    },
    failed(delivery, failure) {
      const before = failing.get(delivery.id);
      const now = passesOf(delivery);
      const own = before === undefined ? 0 : before.own + (now > before.passes ? 1 : 0);
      const answers = failure.kind === 'unreachable' && failure.answers === true;
      failing.set(delivery.id, { backendId: delivery.backendId, passes: now, own, answers });
      return own;
    },
    alone: (backendId) =>
      [...failing].flatMap(([id, one]) =>
        one.backendId === backendId && one.own > 0 && one.answers ? [id] : [],
      ),
    forget(delivery) {
      failing.delete(delivery.id);
    },
  };
}
