// The console's interface as a program uses it, for tests in which the console is not what is tested.
import { z } from 'zod';
import { Backend, ListedBackend, type NewBackend, type Route } from '../../contract/backends.ts';
import {
  DeskTicket,
  DeviceRow,
  type NewAnnouncement,
  Organisation,
  PublishedAnnouncement,
  Staff,
  TicketPage,
} from '../../contract/console.ts';
import type { RunningServer } from './parts.ts';

export const DESK_PASSWORD = 'correct horse battery';

const Mailbox = z.array(z.object({ to: z.string(), text: z.string() }));

/** Makes the first administrator, or signs it in where it was made before, and acts in its name. */
export async function openDesk(
  { url, setupLink }: Pick<RunningServer, 'url' | 'setupLink'>,
  fullName = 'Desk administrator',
) {
  let cookie = '';

  async function ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: {
        cookie,
        origin: new URL(url).origin,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return schema.parse(answer.status === 204 ? null : await answer.json());
  }

  const credentials = { email: 'admin@example.org', password: DESK_PASSWORD };
  if (setupLink) {
    const token = new URL(setupLink).hash.slice(1);
    const administrator = { ...credentials, token, fullName };
    await ask(Staff, 'POST', '/v1/console/setup', administrator);
  } else {
    await ask(Staff, 'POST', '/v1/console/session', credentials);
  }

  async function setState(act: 'activate' | 'suspend'): Promise<void> {
    const [organisation] = await ask(z.array(Organisation), 'GET', '/v1/console/organisations');
    await ask(z.unknown(), 'POST', '/v1/console/agents/state', {
      act,
      selection: { organisationId: organisation?.id },
    });
  }

  const act = (id: string, name: string, body?: unknown) =>
    ask(DeskTicket, 'POST', `/v1/console/tickets/${id}/${name}`, body);

  return {
    activate: () => setState('activate'),
    suspend: () => setState('suspend'),
    agentIds: async () => {
      const devices = await ask(z.array(DeviceRow), 'GET', '/v1/console/devices');
      return devices.flatMap(({ agents }) => agents.map(({ id }) => id));
    },
    organisationIds: async () => {
      const organisations = await ask(z.array(Organisation), 'GET', '/v1/console/organisations');
      return organisations.map(({ id }) => id);
    },
    tickets: async () => (await ask(TicketPage, 'GET', '/v1/console/tickets?show=all')).tickets,
    ticket: (id: string) => ask(DeskTicket, 'GET', `/v1/console/tickets/${id}`),
    take: (id: string) => act(id, 'take'),
    resolve: (id: string, solution: string) => act(id, 'resolve', { solution }),
    close: (id: string) => act(id, 'close'),
    reply: (id: string, body: string) => act(id, 'replies', { body, internal: false }),
    addBackend: async (backend: NewBackend) =>
      (await ask(Backend, 'POST', '/v1/console/backends', backend)).id,
    backendIds: async () =>
      (await ask(z.array(ListedBackend), 'GET', '/v1/console/backends')).map(({ id }) => id),
    /** All new tickets but those of these routes go to this backend from then on. */
    sendAllTo: (backendId: string, others: Route[] = []) =>
      ask(z.unknown(), 'PUT', '/v1/console/routes', [
        ...others,
        { organisationId: null, entryId: null, backendId },
      ]),
    /** Bytes of an attachment, as the console is given them. */
    attachment: async (id: string) => {
      const answer = await fetch(new URL(`/v1/console/attachments/${id}`, url), { headers: { cookie } });
      if (!answer.ok) throw new Error(`attachment: ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    announcements: () => ask(z.array(PublishedAnnouncement), 'GET', '/v1/console/announcements'),
    withdraw: (announcementId: string) =>
      ask(z.null(), 'POST', `/v1/console/announcements/${announcementId}/withdraw`),
    announce: (announcement: NewAnnouncement) =>
      ask(PublishedAnnouncement, 'POST', '/v1/console/announcements', announcement),
    /** The token in the newest mail to this address; '' while there is none. */
    mailedToken: async (email: string) => {
      const mails = await ask(Mailbox, 'GET', '/mailbox.json');
      const texts = mails.filter(({ to }) => to.includes(email)).map(({ text }) => text);
      return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(texts.join('\n'))?.[0] ?? '';
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
