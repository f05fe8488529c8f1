// Lists the files at tickets of iTop (its Attachment), without their contents. One whose row iTop cannot send is stepped over and named,
// as tickets are.
import { z } from 'zod';
import type { OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import type { Unreadable } from '../unreadable.ts';
import { type Answer, askRows, mayBeOfOne, type Read, readInHalves } from './halves.ts';
import { oqlString } from './oql.ts';
import { lacksClass } from './rest-answer.ts';
import { Id, type ItopParts, type TicketClass } from './tickets.ts';

/** Rows of one request. */
const PAGE = 250;
const MOST_PAGES = 40;

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
/** What iTop can send of any row. */
const Named = Listed.pick({ id: true, item_class: true, item_id: true });
type Named = z.infer<typeof Named>;

export interface FileList {
  files: ListedFile[];
  /** those that iTop could not send, or not as expected */
  unreadable: Named[];
  /** false for an account that may not read files, which the test of the connection says, or an iTop without them */
  mayRead: boolean;
}

/** Names a file among what could not be read. */
export const FILE = 'Attachment::';

/** Returns the files of these tickets, without those that are known to be unreadable. Adds newly found ones to them. */
export async function filesOf(
  itop: ItopParts,
  ticketClass: TicketClass,
  ids: readonly string[],
  unreadable: Unreadable,
): Promise<OperationResult<ListedFile[]>> {
  if (ids.length === 0) return done([]);
  const where = `item_class = ${oqlString(ticketClass)} AND item_id IN (${ids.join(', ')})`;
  const readAt = itop.rest.now().toISOString();
  const list = await listFiles(itop, `${where}${exceptOf(unreadable)}`);
  if (!list.ok) return list;
  markFiles(list.value, unreadable, readAt);
  return done(list.value.files);
}

/** Returns the condition that leaves out files that are known to be unreadable, so that they cost nothing. */
export function exceptOf(unreadable: Unreadable): string {
  const ids = Object.keys(unreadable).filter((ref) => ref.startsWith(FILE));
  return ids.map((ref) => ` AND id != ${ref.slice(FILE.length)}`).join('');
}

/** Adds the unreadable files of a list; their mark is the reference of their ticket. */
export function markFiles(list: FileList, unreadable: Unreadable, readAt: string): void {
  for (const { id, item_class, item_id } of list.unreadable) {
    const ticket = `${item_class}::${item_id}`;
    unreadable[`${FILE}${id}`] = [`${ticket} (${FILE}${id})`, ticket, readAt];
  }
}

/** Lists files, also those from here. One that a form still holds lies at no ticket yet. */
export async function listFiles({ rest }: ItopParts, where: string): Promise<OperationResult<FileList>> {
  const list: FileList = { files: [], unreadable: [], mayRead: true };
  const ask = <T>(schema: z.ZodType<T>, fields: object, key: string, page: number) =>
    askRows(rest, schema, {
      class: 'Attachment',
      key: `SELECT Attachment WHERE ${key}`,
      output_fields: Object.keys(fields).join(','),
      limit: PAGE,
      page,
    });
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const key = `item_id > 0 AND ${where}`;
    const whole = await ask(Listed, Listed.shape, key, page);
    if (isNotForUs(whole)) return done({ files: [], unreadable: [], mayRead: false });
    if (!whole.ok && !mayBeOfOne(whole)) return whole;
    if (whole.ok && whole.value.unreadable.length === 0) {
      list.files.push(...whole.value.rows);
      if (whole.value.rows.length < PAGE) break;
      continue;
    }
    const named = await ask(Named, Named.shape, key, page);
    if (!named.ok) return named;
    const one = (ids: readonly string[]) => ask(Listed, Listed.shape, `id IN (${ids.join(', ')})`, 1);
    const read = await readInHalves(
      one,
      named.value.rows.map(({ id }) => id),
    );
    if (!read.ok) return read;
    add(list, read.value, named.value.rows);
    if (named.value.rows.length + named.value.unreadable.length < PAGE) break;
  }
  return done(list);
}

function isNotForUs(answer: Answer<unknown>): boolean {
  if (answer.ok || answer.refusal === null) return false;
  const { failure, refusal } = answer;
  return lacksClass(refusal) || (failure.kind === 'barred' && failure.perhaps === true);
}

function add(list: FileList, { rows, unreadable }: Read<ListedFile>, named: readonly Named[]): void {
  list.files.push(...rows);
  list.unreadable.push(...named.filter(({ id }) => unreadable.includes(id)));
}
