// The files that technicians attach to a ticket in iTop (its Attachment), each as a comment without text. Guichet's own are left out.
import { z } from 'zod';
import type { FetchedFile } from '../backend-file.ts';
import type { BackendComment, OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { oqlString } from './oql.ts';
import type { Rest } from './rest.ts';
import { failureOf, parseFields, TOO_LONG } from './rest-answer.ts';
import { Id, type ItopParts, type TicketClass } from './tickets.ts';
import { instantOf } from './times.ts';
import { isOurTempId } from './write.ts';

/** Rows of one request, which are without the contents. */
const PAGE = 250;
const MOST_PAGES = 40;
/** JSON around a file in base64, in bytes. */
const AROUND = 64 * 1024;

const Text = z
  .string()
  .nullish()
  .transform((text) => text?.trim() ?? '');
const Listed = z.object({
  id: Id,
  item_class: z.string(),
  item_id: Id,
  temp_id: Text,
  creation_date: Text,
  contact_id_friendlyname: Text,
  user_id_friendlyname: Text,
});
export type ListedFile = z.infer<typeof Listed>;

/** Returns the files of these tickets. */
export async function filesOf(
  itop: ItopParts,
  ticketClass: TicketClass,
  ids: readonly string[],
): Promise<OperationResult<ListedFile[]>> {
  if (ids.length === 0) return done([]);
  return listFiles(itop, `item_class = ${oqlString(ticketClass)} AND item_id IN (${ids.join(', ')})`);
}

/**
 * Lists files, also those from here. One that a form still holds lies at no ticket yet. An account that may not read files, which
 * the test of the connection says, or an iTop without them, has none.
 */
export async function listFiles({ rest }: ItopParts, where: string): Promise<OperationResult<ListedFile[]>> {
  const files: ListedFile[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const outcome = await rest.ask({
      operation: 'core/get',
      class: 'Attachment',
      key: `SELECT Attachment WHERE item_id > 0 AND ${where}`,
      output_fields: Object.keys(Listed.shape).join(','),
      limit: PAGE,
      page,
    });
    if (!outcome.ok) return outcome;
    if (!outcome.value.isDone) {
      const refused = failureOf(outcome.value);
      return refused.failure.kind === 'unreachable' ? refused : done(files);
    }
    const rows = parseFields(Listed, outcome.value.result.objects);
    if (!rows.ok) return rows;
    files.push(...rows.value);
    if (rows.value.length < PAGE) break;
  }
  return done(files);
}

/** Returns the comments that show the files of a ticket, oldest first, without those from here. */
export function commentsOfFiles(
  { rest, settings }: ItopParts,
  files: readonly ListedFile[],
): BackendComment[] {
  const now = rest.now();
  return files
    .filter(({ temp_id }) => !isOurTempId(temp_id))
    .toSorted((one, other) => Number(one.id) - Number(other.id))
    .map(({ id, creation_date, contact_id_friendlyname, user_id_friendlyname }) => ({
      ref: `attachment-${id}`,
      author: contact_id_friendlyname || user_id_friendlyname || 'iTop',
      body: '',
      createdAt: instantOf(settings.timeZone, creation_date, now).toISOString(),
      key: null,
      filesThere: [{ name: '', fetch: (most: number) => fetchContents(rest, id, most) }],
    }));
}

const Contents = z.object({
  contents: z.object({ data: z.string(), mimetype: Text, filename: Text }),
});

/** iTop has no other way to a file than its base64 in the answer. */
async function fetchContents(rest: Rest, id: string, most: number): Promise<FetchedFile> {
  const mostRead = Math.ceil(most * 1.4) + AROUND;
  const query = { operation: 'core/get', class: 'Attachment', key: id, output_fields: 'contents', limit: 1 };
  const outcome = await rest.ask(query, { mostRead });
  if (!outcome.ok) return { kind: 'failed' };
  if (!outcome.value.isDone) return { kind: outcome.value.code === TOO_LONG ? 'too-large' : 'failed' };
  const { objects } = outcome.value.result;
  if (objects.length === 0) return { kind: 'gone' };
  const rows = parseFields(Contents, objects);
  const file = rows.ok ? rows.value[0]?.contents : undefined;
  if (file === undefined) return { kind: 'failed' };
  const bytes = Buffer.from(file.data, 'base64');
  if (bytes.length > most) return { kind: 'too-large' };
  return { kind: 'bytes', bytes, name: file.filename, mediaType: file.mimetype.toLowerCase() };
}
