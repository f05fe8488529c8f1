// The console's API as a client, for tests of other parts.
import { z } from 'zod';
import type { NewBackend, Route } from '../../contract/backends.ts';
import type { NewAnnouncement } from '../../contract/console.ts';
import { pathOf } from '../../contract/operation.ts';
import { PAGES } from '../../contract/server-api.ts';
import type { NewSignIn } from '../../contract/sign-in.ts';
import { until } from '../fakes/server/until.ts';
import { staffAt } from '../fakes/staff.ts';
import type { RunningServer } from './parts.ts';

export const DESK_PASSWORD = 'correct horse battery';

const Mailbox = z.array(z.object({ to: z.string(), text: z.string() }));

/** Signs in as the first administrator, creating the account through the set-up link when there is one. */
export async function openDesk(
  { url, setupLink }: Pick<RunningServer, 'url' | 'setupLink'>,
  fullName = 'Desk administrator',
) {
  const { ask, attachment } = staffAt(url);
  const credentials = { email: 'admin@example.org', password: DESK_PASSWORD };
  if (setupLink) {
    await ask('setUp', { body: { ...credentials, token: new URL(setupLink).hash.slice(1), fullName } });
  } else {
    await ask('signIn', { body: credentials });
  }

  /** The texts of the mails to this address, newest first. */
  async function mailsTo(email: string): Promise<string> {
    const answer = await fetch(new URL(pathOf(PAGES.listMails), url));
    const mails = Mailbox.parse(await answer.json());
    return mails
      .filter(({ to }) => to.includes(email))
      .map(({ text }) => text)
      .join('\n');
  }
  async function organisationIds(): Promise<string[]> {
    return (await ask('listOrganisations')).map(({ id }) => id);
  }
  async function setState(act: 'activate' | 'suspend'): Promise<void> {
    const [organisationId = ''] = await organisationIds();
    await ask('changeAgentState', { body: { act, selection: { organisationId } } });
  }

  return {
    activate: () => setState('activate'),
    /** Activates one agent, also one that takes the place of another. */
    activateAgent: (id: string) =>
      ask('changeAgentState', { body: { act: 'activate', selection: { agentIds: [id] } } }),
    suspend: () => setState('suspend'),
    agentIds: async () =>
      (await ask('listDevices', { query: {} })).devices.flatMap(({ agents }) => agents.map(({ id }) => id)),
    organisationIds,
    /** Lets the people of the first organisation confirm their address with this provider. */
    async useSignIn(body: NewSignIn) {
      const [id = ''] = await organisationIds();
      await ask('saveSignIn', { params: { id }, body });
    },
    tickets: async () => (await ask('listTickets', { query: { show: 'all' } })).tickets,
    ticket: (id: string) => ask('readTicket', { params: { id } }),
    take: (id: string) => ask('takeTicket', { params: { id } }),
    /** Creates a team of all active staff. */
    async createTeam(name: string) {
      const staff = await ask('listStaff');
      const memberIds = staff.filter(({ state }) => state === 'active').map(({ id }) => id);
      return ask('createTeam', { body: { name, assigning: 'nobody', memberIds } });
    },
    /** For the first service of the catalogue, where the ticket has no category and the organisation has a catalogue. */
    async resolve(id: string, solution: string) {
      const { category, organisationId } = await ask('readTicket', { params: { id } });
      const { families } = await ask('readCatalogueOfOrganisation', { params: { id: organisationId } });
      const service = category ? undefined : families[0]?.services[0]?.id;
      const body = { solution, ...(service && { category: { level: 'service', id: service } as const }) };
      return ask('resolveTicket', { params: { id }, body });
    },
    merge: (id: string, ticketNumber: string) =>
      ask('mergeTicket', { params: { id }, body: { ticketNumber } }),
    close: (id: string) => ask('closeTicket', { params: { id } }),
    reply: (id: string, body: string) =>
      ask('replyToTicket', { params: { id }, body: { body, internal: false } }),
    addBackend: async (body: NewBackend) => (await ask('addBackend', { body })).id,
    backendIds: async () => (await ask('listBackends')).map(({ id }) => id),
    /** Routes all new tickets to this backend, except those that match `others`. */
    sendAllTo: (backendId: string, others: Route[] = []) =>
      ask('replaceRoutes', { body: [...others, { organisationId: null, entryId: null, backendId }] }),
    attachment,
    announcements: () => ask('listAnnouncements'),
    withdraw: (id: string) => ask('withdrawAnnouncement', { params: { id } }),
    announce: (body: NewAnnouncement) => ask('publishAnnouncement', { body }),
    /** Returns the confirmation token mailed to this address, or '' while there is no mail. */
    mailedToken: async (email: string) => /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(await mailsTo(email))?.[0] ?? '',
    /** Returns the link of the invitation mailed to this address, once it is there. */
    invitationLink: (email: string) =>
      until(
        async () => /http\S+\/invitation#[\w-]+/.exec(await mailsTo(email))?.[0],
        `an invitation is mailed to ${email}`,
      ),
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
