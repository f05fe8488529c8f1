// The language of mails to people of an organisation whose agent has named none.
import type { Staff } from '../../contract/console.ts';
import type { MailLanguage } from '../../contract/mails.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

export function listMailLanguages(db: Database): Promise<MailLanguage[]> {
  return db
    .selectFrom('organisation')
    .select(['id as organisationId', 'name', 'mailLanguage as language'])
    .orderBy('nameKey')
    .execute();
}

/** Error: not-found. */
export function saveMailLanguage(
  { db, audit }: { db: Database; audit: Audit },
  { id: staffId }: Staff,
  organisationId: string,
  language: Language,
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('organisation')
      .set({ mailLanguage: language })
      .where('id', '=', organisationId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return err('not-found');
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId, act: 'change-mail-language', subject, details: { language } });
    return ok(undefined);
  });
}
