// Reads and removes tickets of a real iTop.
import { z } from 'zod';
import { TicketStatus } from '../../contract/primitives.ts';
import type { BackendTicket } from '../connectors/harness.ts';
import { textOf } from './html-text.ts';
import type { ItopDesk, ItopObject } from './itop-desk.ts';

export const Text = z.coerce.string();
const Log = z.object({
  entries: z.array(z.object({ user_login: Text, message: Text, message_html: Text.optional() })).default([]),
});
const Contents = z.object({ data: z.string(), filename: z.string() });

/** Parses a reference such as UserRequest::168. */
export function parse(ref: string): { name: string; id: string } {
  const [name = '', id = ''] = ref.split('::');
  return { name, id };
}

/** Returns the ticket of this reference with all its fields. Throws when there is none. */
export async function only(desk: ItopDesk, ref: string): Promise<ItopObject> {
  const { name, id } = parse(ref);
  const [found] = await desk.find(`SELECT ${name} WHERE id = ${Number(id)}`, '*');
  if (!found) throw new Error(`iTop has no ${ref}`);
  return found;
}

export async function read(desk: ItopDesk, { class: name, id, fields }: ItopObject): Promise<BackendTicket> {
  const files = await desk.find(
    `SELECT Attachment WHERE item_class = '${name}' AND item_id = ${id}`,
    'id,contents',
  );
  const [caller] = await desk.find(`SELECT Person WHERE id = ${Number(fields.caller_id)}`, 'email');
  const log = Log.parse(fields.public_log ?? {}).entries;
  const texts = log.map(({ user_login, message, message_html }) => ({
    author: user_login,
    body: textOf(message_html ?? message),
  }));
  // a text too long for the description continues in the public log
  const isMore = ({ body }: { body: string }) => body.startsWith('Suite / Continued');
  const more = texts.filter(isMore).map(({ body }) => body.slice(body.indexOf('\n') + 1));
  const [head = ''] = textOf(Text.parse(fields.description)).split('\nSuite dans le journal public');
  const score = Number(fields.user_satisfaction || 0);
  return {
    ref: `${name}::${id}`,
    number: Text.parse(fields.ref),
    title: Text.parse(fields.title),
    description: [head.trimEnd(), ...more].join('\n'),
    requesterEmail: Text.parse(caller?.fields.email ?? ''),
    status: TicketStatus.safeParse(fields.status).data ?? null,
    comments: texts.filter((text) => !isMore(text)),
    attachments: files.map((file) => {
      const { data, filename } = Contents.parse(file.fields.contents);
      return { name: filename, bytes: Buffer.from(data, 'base64') };
    }),
    contactEmails: z
      .array(z.object({ contact_email: Text }))
      .parse(fields.contacts_list ?? [])
      .map((one) => one.contact_email),
    notes: Log.parse(fields.private_log ?? {}).entries.map(({ message, message_html }) =>
      textOf(message_html ?? message),
    ),
    pendingReason: Text.parse(fields.pending_reason ?? ''),
    ratings: score > 0 ? [{ score: 5 - score, comment: Text.parse(fields.user_comment ?? '') }] : [],
  };
}

/** Removes a ticket and its files. */
export async function removeTicket(desk: ItopDesk, { class: name, id }: ItopObject): Promise<void> {
  const files = await desk.find(`SELECT Attachment WHERE item_class = '${name}' AND item_id = ${id}`, 'id');
  for (const file of files) await desk.remove('Attachment', file.id);
  await desk.remove(name, id);
}
