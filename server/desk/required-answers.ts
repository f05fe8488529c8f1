// Whether a correction leaves what a category's form demands without an answer.
import type { FormField } from '../../contract/catalogue.ts';
import type { Correction } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Answer } from '../../contract/ticket.ts';
import { type Chosen, findEntry } from '../catalogue/read-catalogue.ts';
import type { Database, Row } from '../storage/schema.ts';

/**
 * Another category demands all that its form requires. Of the one that the ticket has, an answer that was never given may stay away: mails
 * answer no form. Error: answers-missing.
 */
export async function checkAnswers(
  db: Database,
  ticket: Row<'ticket'>,
  { category, answers }: Correction,
  chosen: Chosen | null,
): Promise<Result<void>> {
  const former = JSON.parse(ticket.answers) as Answer[];
  const has = (given: readonly Answer[], { id }: FormField) =>
    given.some(({ field, value }) => field === id && value.trim() !== '');
  const lacking = (fields: readonly FormField[]) =>
    fields.filter((field) => field.required && !has(answers ?? former, field));
  if (chosen)
    return category?.level === 'subcategory' && lacking(formOf(chosen.entry)).length > 0
      ? err('answers-missing')
      : ok(undefined);
  if (!answers || ticket.categoryId === null) return ok(undefined);
  const present = await findEntry(db, ticket.organisationId, ticket.categoryId);
  const lost = present ? lacking(formOf(present)).filter((field) => has(former, field)) : [];
  return lost.length > 0 ? err('answers-missing') : ok(undefined);
}

function formOf({ fields }: Pick<Row<'catalogueEntry'>, 'fields'>): FormField[] {
  return JSON.parse(fields) as FormField[];
}
