// Failed sign-ins as all servers of a database count them: each is told at once, and a server that joins asks the others what
// failed before. Otherwise whoever guesses a password would be free again at each server that starts.
import type { Chance } from '../chance.ts';
import { type Clock, SECOND, systemClock } from '../clock.ts';
import { createSignInDelays, type KnownFailure, type SignInDelays } from '../limits/failure-delays.ts';
import type { PeerMessage } from './messages.ts';
import type { Peers } from './peers.ts';

/** How long a server that joins waits for the others, in milliseconds. */
const ANSWERED_WITHIN = SECOND;
const KINDS = ['address', 'account', 'browser', 'session'] as const satisfies KnownFailure['by'][];

export interface SharedFailures {
  delays: SignInDelays;
  /** Asks the others. Resolves when they have answered, or those that do not answer are no longer waited for. */
  ask(): Promise<void>;
  /** Does what another server says; returns whether it was about failures. */
  heard(message: PeerMessage): boolean;
}

interface FailureParts {
  clock: Clock;
  chance: Pick<Chance, 'id'>;
  peers: Pick<Peers, 'others' | 'tell'>;
}

export function shareFailures({ clock, chance, peers }: FailureParts): SharedFailures {
  const delays = createSignInDelays(clock, (act) => peers.tell({ kind: 'sign-in', act }));
  let asked: { question: string; left: number; done: () => void } | null = null;

  function answer(question: string): void {
    for (const by of KINDS)
      for (const failure of delays[by].known())
        peers.tell({ kind: 'failed', question, failure: { by, ...failure } });
    peers.tell({ kind: 'failed', question, failure: null });
  }

  function take(question: string, failure: KnownFailure | null): void {
    if (asked?.question !== question) return;
    if (failure) delays[failure.by].learnOf(failure);
    else asked.left -= 1;
    if (asked.left === 0) asked.done();
  }

  return {
    delays,
    async ask() {
      const left = peers.others();
      if (left === 0) return;
      const question = chance.id();
      await new Promise<void>((done) => {
        asked = { question, left, done };
        // an older server does not know the question, and one that dies or begins at this moment does not answer; by the time of
        // day of this machine, as the peers live
        systemClock.after(ANSWERED_WITHIN, done);
        peers.tell({ kind: 'what-failed', question });
      });
    },
    heard(message) {
      if (message.kind === 'sign-in') delays[message.act.by].learn(message.act);
      else if (message.kind === 'what-failed') answer(message.question);
      else if (message.kind === 'failed') take(message.question, message.failure);
      else return false;
      return true;
    },
  };
}
