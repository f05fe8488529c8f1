// Tells somebody of the staff by mail what changed in how they sign in, so that who did not do it themselves can act. Written in the
// transaction of the change; the room notices mails it. Nobody switches it off.
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { MailFailure } from '../mail/mail-failure.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';
import type { AccountEvent } from '../storage/staff-tables.ts';
import type { SessionOrigin } from './sessions.ts';

/** `name`: of the passkey; or of the administrator who did it. */
export async function tellOwner(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  staffId: string,
  told: { event: AccountEvent; name?: string },
  { ip, browser, system }: SessionOrigin,
): Promise<void> {
  const at = instantFrom(clock);
  const { event, name = null } = told;
  await transaction
    .insertInto('accountMail')
    .values({ id: chance.id(), staffId, event, name, ip, browser, system, at, dueAt: at })
    .execute();
}

/** What became of a mail to somebody about their account: null once it was sent, else why it was given up. Shown beside them. */
export async function noteAccountMail(
  db: Database,
  staffId: string,
  failure: MailFailure | null,
): Promise<void> {
  await db
    .updateTable('staff')
    .set({ mailError: failure && writeReason(failure.reason) })
    .where('id', '=', staffId)
    .execute();
}
