// Confirms the requester's address by a sign-in in the system's browser. The server proves it; the agent shows the page and
// relays what the browser brings back.
import type { Requester } from '../../contract/enrolment.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, type Result } from '../../contract/result.ts';
import type { BegunSignIn } from '../../contract/sign-in.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { Clock } from '../support/clock.ts';
import type { Texts } from '../support/texts.ts';
import { openRedirectListener, type PageText, type RedirectListener } from './redirect-listener.ts';

/** How long the browser may take. The server keeps a sign-in for longer. */
const SIGN_IN_MINUTES = 5;

export interface BrowserSignIn {
  /**
   * Opens the provider's page and waits for the browser; a sign-in that still waits is cancelled. Errors: sign-in-cancelled,
   * sign-in-timed-out, sign-in-not-opened, not-configured, server-unreachable, and those of the server.
   */
  start(): Promise<Result<Requester>>;
  /** Ends a sign-in that waits for the browser. */
  cancel(): void;
}

interface Parts {
  client: Pick<ServerClient, 'beginSignIn' | 'finishSignIn'> | null;
  /** whether the server knows this agent */
  isEnrolled(): boolean;
  /** Opens an address in the system's browser. Rejects when there is none. */
  openInBrowser(url: string): Promise<void>;
  clock: Clock;
  texts: Texts;
  language(): Language;
}

export function createBrowserSignIn(parts: Parts): BrowserSignIn {
  const { client, isEnrolled, clock } = parts;
  let cancel = () => {};

  async function start(): Promise<Result<Requester>> {
    cancel();
    if (!client) return err('not-configured');
    if (!isEnrolled()) return err('server-unreachable');
    let stopTimer = () => {};
    const ended = new Promise<Result<never>>((resolve) => {
      cancel = () => resolve(err('sign-in-cancelled'));
      stopTimer = clock.after(SIGN_IN_MINUTES * 60_000, () =>
        resolve(err('sign-in-timed-out', { limit: SIGN_IN_MINUTES })),
      );
    });
    const listener = await openRedirectListener(pageText(parts)).catch(() => null);
    try {
      if (!listener) return err('sign-in-not-opened');
      return await relay(parts, client, listener, ended);
    } finally {
      stopTimer();
      listener?.close();
    }
  }

  return { start, cancel: () => cancel() };
}

async function relay(
  parts: Parts,
  client: NonNullable<Parts['client']>,
  listener: RedirectListener,
  ended: Promise<Result<never>>,
): Promise<Result<Requester>> {
  const begun = await Promise.race([client.beginSignIn({ port: listener.port }), ended]);
  if (!begun.ok) return begun;
  const { url, state }: BegunSignIn = begun.value;
  const answered = listener.answerFor(state);
  const opened = await parts.openInBrowser(url).then(
    () => true,
    () => false,
  );
  if (!opened) return err('sign-in-not-opened');
  const answer = await Promise.race([answered, ended]);
  return answer.ok ? client.finishSignIn({ state, ...answer.value }) : answer;
}

function pageText({ texts, language }: Pick<Parts, 'texts' | 'language'>): PageText {
  return (page) => ({
    language: language(),
    text: texts(language())(page === 'received' ? 'signIn.received' : 'signIn.foreign'),
  });
}
