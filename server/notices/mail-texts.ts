// The texts of mails that administrators have written instead of the standard ones.
import type { Staff } from '../../contract/console.ts';
import { MailEvent } from '../../contract/mail-events.ts';
import { missingVariables } from '../../contract/mail-purpose.ts';
import type { MailDraft, MailText, MailTextPlace, MailWords } from '../../contract/mails.ts';
import { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { unknownVariable } from './render.ts';
import { STANDARD_TEXTS } from './standard-texts.ts';

interface MailTextParts {
  db: Database;
  clock: Clock;
  audit: Audit;
}

/** Returns the text of each event in each language. */
export async function listMailTexts(db: Database): Promise<MailText[]> {
  const rows = await db.selectFrom('mailText').select(['event', 'language', 'subject', 'text']).execute();
  return MailEvent.options.flatMap((event) =>
    Language.options.map((language) => {
      const own = rows.find((row) => row.event === event && row.language === language);
      return { event, language, ...(own ?? STANDARD_TEXTS[event][language]), isStandard: !own };
    }),
  );
}

/** Returns the words in force. */
export async function readMailWords(db: Database, { event, language }: MailTextPlace): Promise<MailWords> {
  const own = await db
    .selectFrom('mailText')
    .select(['subject', 'text'])
    .where('event', '=', event)
    .where('language', '=', language)
    .executeTakeFirst();
  return own ?? STANDARD_TEXTS[event][language];
}

/** Errors: mail-variable-unknown; mail-variable-missing, of one without which the mail is sent for nothing. Both with its name. */
export function checkVariables({ event, subject, text }: MailDraft): Result<void> {
  const unknown = unknownVariable(event, { subject, text });
  if (unknown !== null) return err('mail-variable-unknown', { name: `{{${unknown}}}` });
  const [missing] = missingVariables(event, { subject, text }).needed;
  return missing === undefined ? ok(undefined) : err('mail-variable-missing', { name: `{{${missing}}}` });
}

/** Errors: those of checkVariables. */
export async function saveMailText(
  { db, clock, audit }: MailTextParts,
  { id: staffId }: Staff,
  draft: MailDraft,
): Promise<Result<MailText>> {
  const checked = checkVariables(draft);
  if (!checked.ok) return checked;
  const { event, language, subject, text } = draft;
  await db.transaction().execute(async (transaction) => {
    const words = { subject, text, updatedAt: instantFrom(clock) };
    await transaction
      .insertInto('mailText')
      .values({ event, language, ...words })
      .onConflict((conflict) => conflict.columns(['event', 'language']).doUpdateSet(words))
      .execute();
    await audit(transaction, { staffId, act: 'change-mail-text', subject: subjectOf(draft) });
  });
  return ok({ event, language, subject, text, isStandard: false });
}

/** Goes back to the standard text, and returns it. */
export async function restoreMailText(
  { db, audit }: MailTextParts,
  { id: staffId }: Staff,
  place: MailTextPlace,
): Promise<MailText> {
  const { event, language } = place;
  await db.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('mailText')
      .where('event', '=', event)
      .where('language', '=', language)
      .executeTakeFirst();
    if (numDeletedRows > 0n)
      await audit(transaction, { staffId, act: 'restore-mail-text', subject: subjectOf(place) });
  });
  return { event, language, ...STANDARD_TEXTS[event][language], isStandard: true };
}

function subjectOf({ event, language }: MailTextPlace) {
  return { kind: 'mail-text', id: `${event} ${language}` } as const;
}
