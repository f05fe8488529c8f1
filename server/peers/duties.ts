// What the server that leads does for all of them: begun when it leads, ended when it no longer does.
import type { FastifyBaseLogger } from 'fastify';

export interface Duty {
  /** `takesOver`: another server had it, and may still be busy with what it had begun. */
  begin(takesOver: boolean): void;
  end(): Promise<void>;
}

export interface Duties {
  /** Begins or ends the duty, after what was asked before. */
  change(isLeader: boolean, takesOver: boolean): void;
  /** Ends it for good: who becomes the leader while the server ends does not begin. */
  stop(): Promise<void>;
}

export function createDuties(duty: Duty, log: FastifyBaseLogger): Duties {
  let isOnDuty = false;
  let isStopped = false;
  let turn = Promise.resolve();

  async function carryOut(isLeader: boolean, takesOver: boolean): Promise<void> {
    if (isLeader === isOnDuty) return;
    isOnDuty = isLeader;
    if (isLeader) duty.begin(takesOver);
    else await duty.end();
  }

  function change(isLeader: boolean, takesOver: boolean): void {
    turn = turn
      .then(() => carryOut(isLeader, takesOver))
      .catch((failure: unknown) =>
        log.error({ err: failure }, 'the duties of the leader could not be changed'),
      );
  }

  return {
    change(isLeader, takesOver) {
      if (!isStopped) change(isLeader, takesOver);
    },
    stop() {
      isStopped = true;
      change(false, false);
      return turn;
    },
  };
}
