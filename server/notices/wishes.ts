// What people wish to be mailed: staff in the console, and everybody by the link in a mail.
import type { Staff } from '../../contract/console.ts';
import { STAFF_EVENTS } from '../../contract/mail-events.ts';
import { MailWishes } from '../../contract/mails.ts';
import type { Language } from '../../contract/primitives.ts';
import { saveMailWish } from '../people/mail-wish.ts';
import type { Database } from '../storage/schema.ts';
import type { Unsubscriber } from './unsubscribe-links.ts';

const EVERYTHING: MailWishes = { switchedOff: [], digestMinutes: null, language: null };

export async function readMailWishes(db: Database, staffId: string): Promise<MailWishes> {
  const row = await db.selectFrom('mailWish').selectAll().where('staffId', '=', staffId).executeTakeFirst();
  return row ? MailWishes.parse({ ...row, switchedOff: JSON.parse(row.switchedOff) }) : EVERYTHING;
}

/** Of somebody new: mails are in the language in which they were invited. */
export async function startMailWishes(db: Database, staffId: string, language: Language): Promise<void> {
  await saveMailWishes(db, { id: staffId }, { ...EVERYTHING, language });
}

export async function saveMailWishes(
  db: Database,
  { id: staffId }: Pick<Staff, 'id'>,
  { switchedOff, ...wishes }: MailWishes,
): Promise<void> {
  const columns = { ...wishes, switchedOff: JSON.stringify([...new Set(switchedOff)].sort()) };
  await db
    .insertInto('mailWish')
    .values({ staffId, ...columns })
    .onConflict((conflict) => conflict.column('staffId').doUpdateSet(columns))
    .execute();
}

/** Switches off what the mail was one of. Requesters still get what a technician writes to them. */
export async function unsubscribe(db: Database, who: Unsubscriber): Promise<void> {
  if (who.kind === 'requester') return saveMailWish(db, who.id, 'words');
  await db.transaction().execute(async (transaction) => {
    const staff = await transaction
      .selectFrom('staff')
      .select('id')
      .where('id', '=', who.id)
      .executeTakeFirst();
    if (!staff) return;
    const wishes = await readMailWishes(transaction, who.id);
    const switchedOff = who.event === null ? [...STAFF_EVENTS] : [...wishes.switchedOff, who.event];
    await saveMailWishes(transaction, who, { ...wishes, switchedOff: [...new Set(switchedOff)] });
  });
}
