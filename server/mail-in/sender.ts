// Who a sender of mails is to Guichet.
import type { Requester } from '../../contract/enrolment.ts';
import { FullName } from '../../contract/primitives.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import { findPerson } from '../people/named-people.ts';
import type { Database } from '../storage/schema.ts';

/** Returns each organisation that knows this address, and the person as it knows them. */
export async function organisationsThatKnow(
  db: Database,
  email: string,
): Promise<{ organisationId: string; person: Requester }[]> {
  const rows = await db
    .selectFrom('requester')
    .select('organisationId')
    .where('email', '=', email)
    .where('confirmedAt', 'is not', null)
    .union(db.selectFrom('person').select('organisationId').where('email', '=', email))
    .execute();
  const found: { organisationId: string; person: Requester }[] = [];
  for (const { organisationId } of rows) {
    const person = await findPerson(db, organisationId, email);
    if (person) found.push({ organisationId, person });
  }
  return found;
}

/** Whether an organisation has this address, or somebody of the staff. */
export async function isKnown(db: Database, email: string): Promise<boolean> {
  if ((await organisationsThatKnow(db, email)).length > 0) return true;
  return (await findStaff(db, email)) !== undefined;
}

/** Finds an active account, of a technician or an administrator: both answer tickets. */
export function findStaff(db: Database, email: string) {
  return db
    .selectFrom('staff')
    .select(['id', 'email', 'fullName', 'organisationIds', 'emailProven'])
    .where('email', '=', email)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst();
}

/** Returns the organisation that has the domain of this address; null where none or several do. */
export async function organisationOfDomain(db: Database, email: string): Promise<string | null> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const all = await db.selectFrom('organisation').select(['id', 'emailDomains']).execute();
  const having = all.filter(({ emailDomains }) => (JSON.parse(emailDomains) as string[]).includes(domain));
  return having.length === 1 ? (having[0]?.id ?? null) : null;
}

/** As the mail gives it; the address where that is no name, and a dash where there is none either. */
export function nameOfSender({ author, from }: Pick<IncomingMail, 'author' | 'from'>): string {
  return FullName.safeParse(author.slice(0, 200)).data ?? (from || '-');
}
