// Watches a mailbox by IDLE (RFC 2177): says that there may be news, and loses nothing where it misses some, since the mailbox is also
// read every minute.
import { once } from 'node:events';
import type { ImapFlow } from 'imapflow';
import type { ImapMailbox } from '../../contract/mail-server.ts';
import { type Delays, nextDelay } from '../../contract/next-delay.ts';
import { type Clock, MINUTE, SECOND } from '../clock.ts';
import { type ConnectionParts, type SignIn, withFolder } from './imap-client.ts';

interface WatchParts extends ConnectionParts {
  clock: Clock;
  /** a fraction in [0, 1) */
  random(): number;
}

const BETWEEN: Delays = { first: 5 * SECOND, longest: 10 * MINUTE };

/** Calls `news` when it is connected, and when mails arrive; connects again. Returns a function that ends it. */
export function watchMailbox(
  imap: ImapMailbox,
  signIn: SignIn,
  parts: WatchParts,
  news: () => void,
): () => Promise<void> {
  let isOver = false;
  let current: ImapFlow | null = null;
  let wake = () => {};

  async function watch(): Promise<boolean> {
    let wasConnected = false;
    await withFolder(imap, signIn, { ...parts, idles: true }, async ({ client }) => {
      current = client;
      wasConnected = true;
      client.on('exists', news);
      const closed = once(client, 'close');
      news();
      // at once the first time; later by itself
      void client.idle().catch(() => {});
      if (!isOver) await closed;
    });
    current = null;
    return wasConnected;
  }

  async function goOn(): Promise<void> {
    for (let failures = 0; !isOver; ) {
      failures = (await watch()) ? 1 : failures + 1;
      if (isOver) return;
      const { promise: waited, resolve } = Promise.withResolvers<void>();
      const cancel = parts.clock.after(nextDelay(failures, parts.random(), BETWEEN), resolve);
      wake = resolve;
      await waited;
      cancel();
    }
  }

  const running = goOn();
  return async () => {
    isOver = true;
    current?.close();
    wake();
    await running;
  };
}
