// A server with two organisations, an agent or a member of staff for each role, and known words in what each of them may see.
import { randomBytes } from 'node:crypto';
import { DeskTicketSummary } from '../../../../contract/console.ts';
import type { CommandEnvelope } from '../../../../contract/sync.ts';
import { MINUTE } from '../../../../server/clock.ts';
import { createSignedLinks } from '../../../../server/http/signed-links.ts';
import type { ServerOverrides } from '../../../../server/index.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera } from '../../../fakes/atera/server.ts';
import { type ItopHarness, openItop } from '../../../fakes/itop/harness.ts';
import { PASSWORD as ITOP_PASSWORD } from '../../../fakes/itop/server.ts';
import {
  attachmentOf,
  commandOn,
  enrolAgent,
  type FakeAgent,
  ticketCommand,
} from '../../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../../fakes/server/backend.ts';
import { openWithBackends } from '../../../fakes/server/backends.ts';
import { catalogueOf, personOf } from '../../../fakes/server/imports.ts';
import { type BuiltRelease, buildRelease, offerRelease } from '../../../fakes/server/releases.ts';
import { insertStaff, insertTeam, openBrowser } from '../../../fakes/server/staff.ts';
import {
  ENROLMENT_KEY,
  type FakeStaff,
  firstOrganisation,
  NO_LIMITS,
  PASSWORD,
  type TestServer,
} from '../../../fakes/server/test-server.ts';
import { until } from '../../../fakes/server/until.ts';
import { ROLES, type Role } from './matrix.ts';

type StaffRole = 'technician' | 'administrator' | 'outsider' | 'limited';
type AgentRole = Exclude<Role, 'nobody' | StaffRole>;

/** The ids of what the requests concern. */
interface Subjects {
  contoso: string;
  fabrikam: string;
  /** the ticket whose roles the columns name; it needs an approval */
  ticket: string;
  ticketFile: string;
  /** of the other organisation */
  foreignTicket: string;
  attachment: string;
  announcement: string;
  /** the token of a signed link to a file of nobody's ticket of these */
  link: string;
  release: BuiltRelease;
  /** of all staff */
  team: string;
  /** a backend that can take tickets */
  otherDesk: string;
}

export interface Stage extends Subjects {
  desk: TestServer;
  administrator: FakeStaff;
  technician: FakeStaff;
  /** who work for the other organisation alone, by address */
  elsewhere: Readonly<Record<'outsider' | 'limited', { id: string; cookie: string }>>;
  agents: Readonly<Record<AgentRole, FakeAgent>>;
  atera: FakeAtera;
  itop: ItopHarness;
  /** the content that each agent which could has begun to upload */
  begun: ReadonlyMap<Role, Buffer>;
  credentials(role: Role): Record<string, string>;
  /** a new ticket of the requester without approval, on the built-in desk */
  newTicket(): Promise<string>;
  setStatus(ticketId: string, status: string): Promise<void>;
  /** waits until nothing is under way, and restores participants and deliveries */
  settle(): Promise<void>;
  /** the known words in a text that this role must not see */
  leaksTo(role: Role, text: string): string[];
  /** the known words that nobody was shown so far, though somebody may see them */
  unseen(): string[];
  close(): Promise<void>;
}

const STAFF: readonly Role[] = ['technician', 'administrator'];
const OF_FABRIKAM: readonly Role[] = ['foreigner', ...STAFF, 'outsider', 'limited'];
const OF_CONTOSO: readonly Role[] = [
  ...(['unconfirmed', 'stranger', 'colleague', 'joiner', 'approver', 'contact', 'requester'] as const),
  ...STAFF,
];
/** Known words, and who may see them. */
const MARKS: Readonly<Record<string, readonly Role[]>> = {
  'zebra ticket': ['joiner', 'approver', 'contact', 'requester', ...STAFF],
  'zebra file': ['joiner', 'approver', 'contact', 'requester', ...STAFF],
  'zebra note': STAFF,
  'mango ticket': ['colleague', ...STAFF],
  'quartz ticket': OF_FABRIKAM,
  'Contoso leaf': OF_CONTOSO,
  'Contoso news': OF_CONTOSO,
  'Contoso person': OF_CONTOSO,
  'Fabrikam leaf': OF_FABRIKAM,
  'Fabrikam person': OF_FABRIKAM,
  'signed-in-as': ['administrator'],
  [ENROLMENT_KEY]: [],
  [PASSWORD]: [],
  [ITOP_PASSWORD]: [],
  [ATERA_KEY]: [],
};

export const ZEBRA_FILE = Buffer.from('zebra file: the bytes of an attachment');

function ticketOf(mark: string, more: Record<string, unknown> = {}): CommandEnvelope {
  const facts = [{ name: 'os', value: `${mark} ticket fact` }];
  return ticketCommand({ title: `${mark} ticket`, description: `${mark} ticket text`, facts, ...more });
}

/** `rates` replaces some of the limits. */
/** With it, anybody may read the metrics. */
export const METRICS_TOKEN = 'a-token-of-prometheus';

export async function openStage(rates: ServerOverrides['rates'] = {}): Promise<Stage> {
  const atera = await openFakeAtera();
  const itop = await openItop();
  const other = createBackend('F', ELSEWHERE);
  const environment = { TRUST_PROXY: 'true', METRICS_TOKEN };
  const { desk, ids } = await openWithBackends({ other }, 'built-in', {
    environment,
    overrides: { rates },
  });
  await desk.alter('UPDATE backend SET settings = ? WHERE id = ?', settingsWithMark(itop), ids.other);
  const administrator = await desk.administrator();
  const technician = await desk.technician();
  const contoso = await firstOrganisation(administrator);
  const fabrikam = await addFabrikam(administrator);
  await importPeople(desk);
  const elsewhere = {
    outsider: await signInElsewhere(desk, 'outsider', fabrikam.id),
    limited: await signInElsewhere(desk, 'limited', fabrikam.id),
  };
  const staff = await desk.rows('SELECT id FROM staff');
  // who works on tickets is in a team, where there is one
  const team = await insertTeam(
    desk,
    'Zebra team',
    staff.map(({ id }) => String(id)),
  );
  const agents = await enrolAll(desk, fabrikam.key);
  const release = buildRelease('1.0.0');
  await offerRelease(desk.url, administrator, release);
  const written = await writeTickets(desk, agents, technician);
  const begun = await beginUploads(agents);
  await desk.changeState('suspend', [agents.suspended]);
  await desk.changeState('retire', [agents.retired]);

  const seen = new Set<string>();
  const subjects = {
    ...{ contoso: contoso.id, fabrikam: fabrikam.id, team, release, otherDesk: ids.other },
    ...written,
  };
  return {
    ...subjects,
    ...{ desk, administrator, technician, elsewhere, agents, atera, itop, begun },
    credentials: (role) => credentialsOf({ agents, administrator, technician, elsewhere }, role),
    async newTicket() {
      const command = ticketCommand();
      // nobody writes so many in an hour
      desk.clock.advance(MINUTE);
      await agents.requester.sync([command]);
      await rest(desk);
      return command.key;
    },
    setStatus: (id, status) => desk.alter('UPDATE ticket SET status = ? WHERE id = ?', status, id),
    settle: await participantsKept(desk, written.ticket),
    leaksTo(role, text) {
      const shown = Object.keys(MARKS).filter((word) => text.includes(word));
      for (const word of shown) seen.add(word);
      return shown.filter((word) => !MARKS[word]?.includes(role)).map((word) => `${role} was shown ${word}`);
    },
    unseen: () => Object.keys(MARKS).filter((word) => MARKS[word]?.length !== 0 && !seen.has(word)),
    async close() {
      await desk.close();
      await atera.close();
      await itop.close();
    },
  };
}

function settingsWithMark({ settings }: ItopHarness): string {
  return JSON.stringify({ ...settings, user: 'signed-in-as' });
}

async function addFabrikam(administrator: FakeStaff) {
  const json = { name: 'Fabrikam', emailDomains: [] };
  const { id } = (await administrator.ask('/organisations', { json })).body as { id: string };
  const created = await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  return { id, key: (created.body as { key: string }).key };
}

/** Signs somebody in who works for this organisation alone. */
async function signInElsewhere(desk: TestServer, role: 'outsider' | 'limited', organisationId: string) {
  const email = `${role}@contoso.example`;
  const id = await insertStaff(desk, {
    ...{ email, fullName: `The ${role}`, organisationIds: [organisationId] },
    role: role === 'limited' ? 'administrator' : 'technician',
  });
  const browser = openBrowser(desk);
  const { status } = await browser.signIn(email);
  if (status !== 200) throw new Error(`${role} is not signed in: ${status}`);
  return { id, cookie: browser.cookie() };
}

async function importPeople(desk: TestServer): Promise<void> {
  for (const name of ['Contoso', 'Fabrikam']) {
    const person = personOf(`${name}.person`.toLowerCase(), { fullName: `${name} person` });
    const approver = personOf('approver', { fullName: 'The approver' });
    const leaf = { id: 'laptop', name: { en: `${name} leaf`, fr: `${name} leaf` } };
    const approved = { ...leaf, approver: 'approver@contoso.example' };
    const imported = [
      await desk.runImport('directory', { people: [person, approver] }, name),
      await desk.runImport('catalogue', catalogueOf(name === 'Contoso' ? approved : leaf), name),
    ];
    const failed = imported.find(({ code }) => code !== 0);
    if (failed) throw new Error(failed.said);
  }
}

/** Suspended and retired agents had the requester's address: that they take part in the ticket must not matter. */
async function enrolAll(desk: TestServer, foreignKey: string): Promise<Stage['agents']> {
  const confirmed = (name: string) => desk.activeAgent(`${name}@contoso.example`);
  const foreigner = await enrolAgent(desk.url, foreignKey);
  await desk.changeState('activate', [foreigner]);
  await desk.confirm(foreigner, 'requester@contoso.example', 'A requester elsewhere');
  const requester = await confirmed('requester');
  const later = () => void desk.clock.advance(61_000);
  later();
  const suspended = await confirmed('requester');
  later();
  return {
    ...{ foreigner, requester, suspended },
    retired: await confirmed('requester'),
    waiting: await desk.agent(),
    unconfirmed: await desk.activeAgent(),
    stranger: await confirmed('stranger'),
    colleague: await confirmed('colleague'),
    joiner: await confirmed('joiner'),
    approver: await confirmed('approver'),
    contact: await confirmed('contact'),
  };
}

async function writeTickets(
  desk: TestServer,
  agents: Stage['agents'],
  technician: FakeStaff,
): Promise<Omit<Subjects, 'team' | 'contoso' | 'fabrikam' | 'release' | 'otherDesk'>> {
  const { requester, colleague, foreigner, joiner } = agents;
  await requester.upload(ZEBRA_FILE);
  const file = attachmentOf(ZEBRA_FILE, 'zebra file.txt', 'text/plain');
  const contacts = [{ email: 'contact@contoso.example', fullName: 'C' }];
  const command = ticketOf('zebra', { categoryId: 'laptop', contacts, attachments: [file] });
  const foreign = ticketOf('quartz');
  const accepted = [
    await requester.verdicts(command),
    await colleague.verdicts(ticketOf('mango')),
    await foreigner.verdicts(foreign),
  ];
  if (accepted.join() !== 'accepted,accepted,accepted') throw new Error(accepted.join());
  await rest(desk);
  const note = { body: 'zebra note', internal: true };
  await technician.ask(`/tickets/${command.key}/replies`, { json: note });
  const announcement = await announce(desk, technician, command.key);
  const joined = commandOn(command.key, 'join-ticket', { announcementId: announcement });
  if ((await joiner.verdicts(joined)).join() !== 'accepted') throw new Error('not joined');
  await rest(desk);
  return {
    ticket: command.key,
    foreignTicket: foreign.key,
    ticketFile: file.sha256,
    attachment: String(
      (await desk.rows('SELECT id FROM attachment WHERE ticket_id = ?', command.key))[0]?.id,
    ),
    announcement,
    link: await linkOf(desk, requester),
  };
}

async function announce(desk: TestServer, technician: FakeStaff, ticketId: string): Promise<string> {
  const news = { en: 'Contoso news', fr: 'Contoso news' };
  const { number } = DeskTicketSummary.pick({ number: true }).parse(
    (await technician.ask(`/tickets/${ticketId}`)).body,
  );
  const [organisation] = await desk.rows("SELECT id FROM organisation WHERE name = 'Contoso'");
  const json = {
    ...{ severity: 'outage', title: news, text: news, service: null, to: null, ticketNumber: number },
    from: desk.clock.now().toISOString(),
    organisationId: organisation?.id,
  };
  const published = await technician.ask('/announcements', { json });
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  return (published.body as { id: string }).id;
}

async function linkOf(desk: TestServer, requester: FakeAgent): Promise<string> {
  const content = randomBytes(100);
  await requester.upload(content);
  const command = ticketCommand({ attachments: [attachmentOf(content)] });
  await requester.sync([command]);
  await rest(desk);
  const [row] = await desk.rows('SELECT id FROM attachment WHERE ticket_id = ?', command.key);
  const links = createSignedLinks({ serverKey: desk.serverKey(), clock: desk.clock, publicUrl: () => '' });
  return links.signedLink({ attachmentId: String(row?.id), days: 1 }).replace('/files/', '');
}

/** Begins an upload of each agent that may. */
async function beginUploads(agents: Stage['agents']): Promise<ReadonlyMap<Role, Buffer>> {
  const begun = new Map<Role, Buffer>();
  for (const role of ROLES) {
    if (!Object.hasOwn(agents, role) || role === 'waiting' || role === 'unconfirmed') continue;
    const content = randomBytes(50);
    const { sha256 } = attachmentOf(content);
    const headers = {
      'upload-length': '50',
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    };
    const { status } = await agents[role as AgentRole].tus('POST', '/v1/uploads', { headers });
    if (status !== 201) throw new Error(`no upload begun: ${status}`);
    begun.set(role, content);
  }
  return begun;
}

function credentialsOf(
  {
    agents,
    administrator,
    technician,
    elsewhere,
  }: Pick<Stage, 'agents' | 'administrator' | 'technician' | 'elsewhere'>,
  role: Role,
): Record<string, string> {
  switch (role) {
    case 'nobody':
      return {};
    case 'technician':
      return { cookie: technician.cookie };
    case 'administrator':
      return { cookie: administrator.cookie };
    case 'outsider':
    case 'limited':
      return { cookie: elsewhere[role].cookie };
    default:
      return agents[role].authorization();
  }
}

/** Waits until no delivery is under way. */
async function rest(desk: TestServer): Promise<void> {
  await until(
    async () =>
      (await desk.rows("SELECT id FROM delivery WHERE state NOT IN ('done', 'parked', 'discarded')"))
        .length === 0,
    'everything is delivered',
  );
}

async function participantsKept(desk: TestServer, ticketId: string): Promise<() => Promise<void>> {
  const read = async () =>
    await desk.rows('SELECT * FROM participant WHERE ticket_id = ? ORDER BY requester_id', ticketId);
  const kept = await read();
  const requesterId = (await desk.rows('SELECT requester_id FROM ticket WHERE id = ?', ticketId))[0]
    ?.requester_id;
  return async () => {
    await rest(desk);
    await desk.alter("UPDATE delivery SET state = 'done' WHERE state <> 'done'");
    if (JSON.stringify(await read()) === JSON.stringify(kept)) return;
    await desk.alter('DELETE FROM participant WHERE ticket_id = ?', ticketId);
    const known = kept.map(({ requester_id }) => requester_id);
    await desk.alter(
      `DELETE FROM change WHERE ticket_id = ? AND requester_id NOT IN (${[requesterId, ...known].map(() => '?').join()})`,
      ...[ticketId, requesterId, ...known],
    );
    for (const row of kept) await restoreRow(desk, 'participant', row);
  };
}

/** Inserts a row that was read before, where it is no longer there. */
export async function restoreRow(
  desk: TestServer,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const places = Object.keys(row).map(() => '?');
  const columns = Object.keys(row).join();
  await desk.alter(
    `INSERT INTO ${table} (${columns}) VALUES (${places.join()}) ON CONFLICT DO NOTHING`,
    ...Object.values(row),
  );
}
