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
