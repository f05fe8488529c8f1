// The language of people who write by mail: that of their mails, until an agent of theirs names one.
import type { Language } from '../../contract/primitives.ts';
import type { Database } from '../storage/schema.ts';

/** `language`: null where a mail does not say it, and the one before stays. */
export async function noteWrittenLanguage(
  transaction: Database,
  requesterId: string,
  language: Language | null,
): Promise<void> {
  if (language === null) return;
  await transaction
    .updateTable('requester')
    .set({ writtenLanguage: language })
    .where('id', '=', requesterId)
    .execute();
}

/** Returns the language of the agent that called last, else that of their mails, else that of their organisation. */
export async function readLanguage(db: Database, requesterId: string): Promise<Language> {
  const { writtenLanguage, mailLanguage } = await db
    .selectFrom('requester')
    .innerJoin('organisation', 'organisation.id', 'requester.organisationId')
    .select(['writtenLanguage', 'mailLanguage'])
    .where('requester.id', '=', requesterId)
    .executeTakeFirstOrThrow();
  const agent = await db
    .selectFrom('agent')
    .select('language')
    .where('requesterId', '=', requesterId)
    .where('language', 'is not', null)
    .orderBy('lastSeenAt', 'desc')
    .executeTakeFirst();
  return agent?.language ?? writtenLanguage ?? mailLanguage;
}
