// The files that technicians attach to a ticket in iTop, each as a comment without text. Guichet's own are left out.
import { z } from 'zod';
import type { FetchedFile } from '../backend-file.ts';
import type { BackendComment } from '../connector.ts';
import type { ListedFile } from './list-files.ts';
import type { Rest } from './rest.ts';
import { parseFields, TOO_LONG } from './rest-answer.ts';
import type { ItopParts } from './tickets.ts';
import { instantOf } from './times.ts';
import { isOurTempId } from './write.ts';

/** JSON around a file in base64, in bytes. */
const AROUND = 64 * 1024;

const Text = z
  .string()
  .nullish()
  .transform((text) => text?.trim() ?? '');

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
