// A real Request Tracker, which takes tickets by mail: looked into, and worked in, by its REST 2.0.
import { z } from 'zod';
import type { RtEnvironment } from './environment.ts';

const Found = z.object({ items: z.array(z.object({ id: z.coerce.string() })) });
const Ticket = z.object({
  Subject: z.string(),
  Status: z.string(),
  Requestor: z.array(z.object({ id: z.string() })),
  Cc: z.array(z.object({ id: z.string() })),
});
const Transactions = z.object({ items: z.array(z.object({ id: z.coerce.string(), Type: z.string() })) });
const Attachments = z.object({
  items: z.array(
    z.object({ ContentType: z.string(), Filename: z.string().nullish(), Content: z.string().nullish() }),
  ),
});

export interface RtDesk {
  /** ids of the tickets with this text in their subject */
  find(subject: string): Promise<string[]>;
  read(id: string): Promise<z.infer<typeof Ticket>>;
  /** Names of files and texts of a ticket's messages, oldest first. */
  messages(id: string): Promise<string[]>;
  /** Answers the requester as the account does, with a file where one is given. */
  answer(id: string, text: string, file?: { name: string; bytes: Buffer }): Promise<void>;
  resolve(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export function openRtDesk({ RT_URL, RT_USER, RT_PASSWORD }: RtEnvironment): RtDesk {
  const authorization = `Basic ${Buffer.from(`${RT_USER}:${RT_PASSWORD}`).toString('base64')}`;

  async function ask(route: string, method = 'GET', body?: unknown): Promise<unknown> {
    const answer = await fetch(`${RT_URL.replace(/\/$/, '')}/REST/2.0/${route}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`RT answers ${method} ${route} with ${answer.status}: ${text.slice(0, 200)}`);
    return text === '' ? null : JSON.parse(text);
  }

  return {
    async find(subject) {
      const query = encodeURIComponent(`Subject LIKE '${subject}'`);
      return Found.parse(await ask(`tickets?query=${query}`)).items.map(({ id }) => id);
    },
    read: async (id) => Ticket.parse(await ask(`ticket/${id}`)),
    async messages(id) {
      const history = Transactions.parse(await ask(`ticket/${id}/history?per_page=100&fields=Type`));
      const written = history.items.filter(({ Type }) => ['Create', 'Correspond'].includes(Type));
      const texts: string[] = [];
      for (const one of written) {
        const fields = 'fields=ContentType,Filename,Content';
        const { items } = Attachments.parse(await ask(`transaction/${one.id}/attachments?${fields}`));
        // texts come as they are, all else in base64
        for (const { ContentType, Filename, Content } of items)
          texts.push(Filename || (ContentType.startsWith('text/') && Content) || '');
      }
      return texts;
    },
    async answer(id, text, file) {
      const files = file && [
        { FileName: file.name, FileType: 'image/png', FileContent: file.bytes.toString('base64') },
      ];
      const message = { Content: text, ContentType: 'text/plain', ...(files && { Attachments: files }) };
      await ask(`ticket/${id}/correspond`, 'POST', message);
    },
    resolve: async (id) => void (await ask(`ticket/${id}`, 'PUT', { Status: 'resolved' })),
    remove: async (id) => void (await ask(`ticket/${id}`, 'DELETE')),
  };
}
