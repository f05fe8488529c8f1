// Steps over a mail that cannot be handled, so that it does not stop the mails behind it.
import type { FastifyBaseLogger } from 'fastify';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import { UnreadableMail } from '../mailboxes/mail-parser.ts';
import { FilesUnavailable } from '../storage/content-store.ts';
import { isDatabaseAway } from '../storage/dialect/database-failure.ts';
import type { Database } from '../storage/schema.ts';
import { recordTaken } from './taken-mails.ts';

interface Handled {
  mail: IncomingMail;
  place: string;
  /** of the mailbox, while this mail is read */
  isConnected(): boolean;
  take(withFiles: boolean): Promise<void>;
}

export interface Patience {
  /**
   * Throws what `take` throws; returns false for a mail that failed so often that it is recorded as failed. Before that, it is taken
   * without its files.
   */
  withMail(handled: Handled): Promise<boolean>;
}

/** Each failure weighs less where the connection was lost, which is seldom the mail's fault. Tries are a minute apart. */
const WEIGHTS = { connected: 10, lost: 1 };
const WITHOUT_FILES_FROM = 20;
const MOST = 40;

export function createPatience(parts: {
  db: Database;
  clock: Clock;
  chance: Chance;
  log: FastifyBaseLogger;
}): Patience {
  let failing = { place: '', weight: 0 };
  return {
    async withMail({ mail, place, isConnected, take }) {
      const before = place === failing.place ? failing.weight : 0;
      try {
        await take(before < WITHOUT_FILES_FROM);
        return true;
      } catch (failure) {
        if (failure instanceof UnreadableMail || isOfServer(failure)) throw failure;
        failing = { place, weight: before + WEIGHTS[isConnected() ? 'connected' : 'lost'] };
        if (failing.weight < MOST) throw failure;
        parts.log.error({ err: failure }, 'a mail could not be handled and is stepped over');
        // while the database is away this fails too, and no mail is stepped over
        await recordTaken(
          parts.db,
          parts,
          { mail, place, isProven: false, isKnown: false },
          { outcome: 'failed' },
        );
        return false;
      }
    },
  };
}

/** Not the mail's fault: it waits, with its files, until the server has room again. */
function isOfServer(failure: unknown): boolean {
  return failure instanceof FilesUnavailable || isDatabaseAway(failure);
}
