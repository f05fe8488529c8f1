// Parses mails in a thread of their own, within bounds of time and memory: no mail stops the server or its mailbox.
import { Piscina } from 'piscina';
import { SECOND } from '../../clock.ts';
import type { IncomingMail } from './incoming.ts';
import type { MailSource } from './parse-thread.ts';

/** A mail that cannot be parsed within the bounds. */
export class UnreadableMail extends Error {}

export interface MailParser {
  /** Throws UnreadableMail. */
  parse(mail: MailSource): Promise<IncomingMail>;
  close(): Promise<void>;
}

/** Time for one mail, in milliseconds: a thousand times what an ordinary one takes. */
const MOST_TIME = 10 * SECOND;
/** Memory of the thread, in megabytes. A mail has one megabyte at most. */
const MOST_MEMORY = 256;

/** The thread starts with the first mail and ends when none comes for a minute. `thread` is replaced in tests. */
export function createMailParser({
  thread = new URL('./parse-thread.ts', import.meta.url).href,
  mostTime = MOST_TIME,
} = {}): MailParser {
  const pool = new Piscina<MailSource, IncomingMail>({
    filename: thread,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60 * SECOND,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  });
  // an error of the thread also rejects its task
  pool.on('error', () => {});
  let before: Promise<unknown> = Promise.resolve();

  /** One mail at a time: the time of each begins when the one before it is done. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = before.then(act);
    before = turn.catch(() => {});
    return turn;
  }

  return {
    parse: (mail) =>
      inTurn(async () => {
        try {
          return await pool.run(mail, { signal: AbortSignal.timeout(mostTime) });
        } catch (failure) {
          throw new UnreadableMail('a mail could not be parsed', { cause: failure });
        }
      }),
    close: () => pool.destroy(),
  };
}
