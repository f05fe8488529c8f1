// The contract suite's harness for the fake iTop, with an organisation, its people and its catalogue.
import { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { createItopConnector } from '../../../server/connectors/itop/index.ts';
import type { BackendTicket, Harness } from '../../connectors/harness.ts';
import { fromText, plain } from './html.ts';
import { type FakeItop, PASSWORD, startItop, USER } from './server.ts';
import { isTicket, type Store, type Stored } from './store.ts';

export interface ItopHarness extends Harness {
  reassigns: NonNullable<Harness['reassigns']>;
  itop: FakeItop;
  settings: ItopSettings;
}

const PARTS = {
  fetch: (...call: Parameters<typeof fetch>) => fetch(...call),
  now: () => new Date(),
  timeout: 30_000,
};

export async function openItop(
  more: Partial<ItopSettings> = {},
  itop: { hasItil?: boolean } = {},
): Promise<ItopHarness> {
  const fake = await startItop(itop);
  const { store } = fake;
  const { organisation, known, technician, leafId } = furnish(store);
  const settings = ItopSettings.parse({ kind: 'itop', url: fake.url, user: USER, ...more });
  const connector = createItopConnector(settings, { password: PASSWORD }, PARTS);

  return {
    itop: fake,
    settings,
    connector,
    badConnector: createItopConnector(settings, { password: 'another' }, PARTS),
    organisation,
    known,
    technician,
    unknown: { email: 'unknown.requester@contoso.example', fullName: 'Unknown Requester' },
    category: { id: `itop-${leafId}`, name: 'IT Services > Software > Office support' },
    requesters: async () => store.all('Person').map(({ values }) => values.email ?? ''),
    spoilNext: fake.spoilNext,
    goDown(isDown) {
      fake.isDown = isDown;
    },
    tickets: async () => tickets(store).map((ticket) => readTicket(store, ticket)),
    ticket: async (ref) => readTicket(store, find(store, ref)),
    async replies(ref, author, body) {
      const ticket = find(store, ref);
      ticket.logs.public_log?.push({ date: store.local(), login: author, html: fromText(body) });
      ticket.values.last_update = store.local();
    },
    moves: async (ref, status, done) => move(store, find(store, ref), status, done),
    async reassigns(ref, note) {
      const ticket = find(store, ref);
      move(store, ticket, 'assigned', { technician: 'Another technician' });
      ticket.logs.private_log?.push({ date: store.local(), login: 'A technician', html: fromText(note) });
    },
    deletes: async (ref) => store.remove(find(store, ref)),
    setClock(skewMs, timeZone) {
      Object.assign(store, { skewMs, timeZone });
      settings.timeZone = timeZone;
    },
    close: () => fake.close(),
  };
}

/** Adds two organisations, to detect data of one that is returned for the other. */
function furnish(store: Store) {
  const name = `Contoso's "Nord" \\ 100 %`;
  const org_id = store.add('Organization', { name }).id;
  const other = store.add('Organization', { name: 'Another' }).id;
  const known = { email: 'known.requester@contoso.example', fullName: 'Known Requester' };
  store.add('Person', { first_name: 'Known', name: 'Requester', email: known.email, org_id });
  store.add('Person', {
    first_name: 'Known',
    name: 'Elsewhere',
    email: 'known@elsewhere.example',
    org_id: other,
  });
  const technician = { email: 'a.technician@contoso.example', fullName: 'Ada Technician' };
  const person_id = store.add('Person', {
    first_name: 'Ada',
    name: 'Technician',
    email: technician.email,
    org_id: other,
  }).id;
  for (const team of ['Helpdesk', 'Network']) {
    const team_id = store.add('Team', { name: team, org_id }).id;
    store.add('lnkPersonToTeam', { team_id, person_id });
  }
  const servicefamily_id = store.add('ServiceFamily', { name: 'IT Services' }).id;
  const leafIds = [org_id, other].map((owner) => {
    const contract = store.add('CustomerContract', { name: 'Support', org_id: owner, status: 'production' });
    const service = store.add('Service', { name: 'Software', servicefamily_id, status: 'production' });
    const link = { customercontract_id: contract.id, service_id: service.id };
    store.add('lnkCustomerContractToService', link);
    const leaf = { service_id: service.id, request_type: 'incident', status: 'production' };
    store.add('ServiceSubcategory', { ...leaf, name: 'Retired', status: 'obsolete' });
    store.add('ServiceSubcategory', { ...leaf, name: ' ' });
    return store.add('ServiceSubcategory', { ...leaf, name: 'Office support' }).id;
  });
  return { organisation: name, known, technician, leafId: leafIds[0] ?? '' };
}

function tickets(store: Store): Stored[] {
  return Object.keys(store.models)
    .filter(isTicket)
    .flatMap((className) => store.all(className));
}

function find(store: Store, ref: string): Stored {
  const [className = '', id = ''] = ref.split('::');
  const ticket = store.byId(className, id);
  if (!ticket) throw new Error(`no ticket ${ref}`);
  return ticket;
}

const CONTINUED = '<p class="guichet-continued">';
const NOTE = /<p class="guichet-continued">[^<]*<\/p>/;

/** A description that is too long for its field continues in the public log. */
function readTicket(store: Store, ticket: Stored): BackendTicket {
  const { values, logs, contacts } = ticket;
  const entries = logs.public_log ?? [];
  const rest = entries
    .filter(({ html }) => html.startsWith(CONTINUED))
    .map(({ html }) => html.replace(NOTE, ''));
  const emailOf = (id: string) => store.byId('Person', id)?.values.email ?? '';
  const files = store.all('Attachment').filter((file) => isOf(file, ticket));
  const description = plain((values.description ?? '').replace(NOTE, ''));
  return {
    ref: `${ticket.class}::${ticket.id}`,
    number: values.ref ?? null,
    title: values.title ?? '',
    description: rest.length > 0 ? description.replace(/\n$/, '') + plain(rest.join('')) : description,
    requesterEmail: emailOf(values.caller_id ?? ''),
    status: values.status as TicketStatus,
    comments: entries
      .filter(({ html }) => !html.startsWith(CONTINUED))
      .map(({ login, html }) => ({ author: login, body: plain(html) })),
    attachments: files.map(({ file }) => ({
      name: file?.filename ?? '',
      bytes: Buffer.from(file?.data ?? '', 'base64'),
    })),
    contactEmails: contacts.map(emailOf),
    notes: (logs.private_log ?? []).map(({ html }) => plain(html)),
    pendingReason: values.pending_reason ?? '',
    ratings: [{ score: 5 - Number(values.user_satisfaction), comment: values.user_comment ?? '' }],
  };
}

function isOf({ values }: Stored, ticket: Stored): boolean {
  return values.item_class === ticket.class && values.item_id === ticket.id;
}

/** Moves the ticket to the status, through the stimuli that lead there. */
function move(
  store: Store,
  ticket: Stored,
  status: TicketStatus,
  { solution, technician }: { solution?: string; technician?: string } = {},
): void {
  ticket.values.status = status;
  if (solution !== undefined) ticket.values.solution = fromText(solution);
  if (technician !== undefined) {
    const [first_name = '', ...rest] = technician.split(' ');
    ticket.values.team_id = store.all('Team')[0]?.id ?? '0';
    ticket.values.agent_id = store.add('Person', { first_name, name: rest.join(' '), email: '' }).id;
  }
  ticket.values.last_update = store.local();
}
