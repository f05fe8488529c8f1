// What the person wishes to be mailed: theirs until the server has it, then as the server says, since the link in a mail changes it too.
import type { Standing } from '../../contract/enrolment.ts';
import type { MailWish } from '../../contract/mail-wish.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';

/** Shown at once, and told to the server with the next syncs until it has answered one. */
export function wishMails(values: KeyValueStore, wish: MailWish): void {
  const standing = values.read('standing');
  if (!standing || standing.mailWish === null) return;
  values.write('standing', { ...standing, mailWish: wish });
  values.write('untold-mail-wish', wish);
}

/**
 * Returns the standing of an answer to a sync that told `sent`, with what the person has chosen meanwhile. A server that does not know
 * this setting, or has no requester for this agent, is told again.
 */
export function withOwnWish(values: KeyValueStore, standing: Standing, sent: MailWish | null): Standing {
  const wish = values.read('untold-mail-wish');
  if (wish === null || standing.mailWish === null) return standing;
  if (wish !== sent) return { ...standing, mailWish: wish };
  values.forget('untold-mail-wish');
  return standing;
}
