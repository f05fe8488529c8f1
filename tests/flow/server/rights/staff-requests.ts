// A valid request for each operation of staff, and for those that anybody may call.
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { StaffSession } from '../../../../contract/account.ts';
import type { OperationName } from '../../../../contract/api.ts';
import { NewAnnouncement } from '../../../../contract/console.ts';
import type { ConsoleApi } from '../../../../contract/console-api.ts';
import { Release } from '../../../../contract/releases.ts';
import type { PAGES, SERVER_API } from '../../../../contract/server-api.ts';
import { ATERA_KEY } from '../../../fakes/atera/server.ts';
import { PASSWORD as ITOP_PASSWORD, USER as ITOP_USER } from '../../../fakes/itop/server.ts';
import { attachmentOf } from '../../../fakes/server/agent.ts';
import { ask } from '../../../fakes/server/http.ts';
import { addRelease, buildRelease } from '../../../fakes/server/releases.ts';
import { ANYBODY, NO_LIMITS, PASSWORD } from '../../../fakes/server/test-server.ts';
import { APPROVAL_REQUESTS } from './approval-requests.ts';
import { HELD_MAIL_REQUESTS } from './held-mail-requests.ts';
import { MAIL_REQUESTS, UNSUBSCRIBE_REQUESTS } from './mail-requests.ts';
import type { Role } from './matrix.ts';
import { MEMBER_REQUESTS, OTHER_MEMBER_REQUESTS } from './member-requests.ts';
import { RELATION_REQUESTS } from './relation-requests.ts';
import type { Builder } from './request.ts';
import { SIGN_IN_REQUESTS } from './sign-in-requests.ts';
import { METRICS_TOKEN, type Stage } from './stage.ts';

let count = 0;

function newName(): string {
  count += 1;
  return `The new one ${count}`;
}

/** Creates something as the administrator. Returns its id. */
async function created({ administrator }: Stage, route: string, json: object): Promise<string> {
  const { status, body } = await administrator.ask(route, { json });
  if (status !== 200) throw new Error(`${route}: ${JSON.stringify(body)}`);
  const { id, summary } = body as { id?: string; summary?: { id: string } };
  return id ?? summary?.id ?? '';
}

/** A new ticket in this status. */
async function ticketIn(stage: Stage, status: string): Promise<{ params: { id: string } }> {
  const id = await stage.newTicket();
  await stage.setStatus(id, status);
  return { params: { id } };
}

function newAnnouncement({ desk }: Stage, organisationId: string | null): NewAnnouncement {
  const text = { en: newName(), fr: newName() };
  const from = desk.clock.now().toISOString();
  return NewAnnouncement.parse({
    ...{ severity: 'information', title: text, text, service: null, from, to: null },
    ...{ organisationId, ticketNumber: null },
  });
}

const announced = (stage: Stage, organisationId: string | null = stage.contoso) =>
  created(stage, '/announcements', newAnnouncement(stage, organisationId));

async function newKey(stage: Stage): Promise<{ id: string; keyId: string }> {
  const { contoso: id } = stage;
  return { id, keyId: await created(stage, `/organisations/${id}/enrolment-keys`, NO_LIMITS) };
}

const newOrganisation = (stage: Stage) =>
  created(stage, '/organisations', { name: newName(), emailDomains: [] });

/** Nobody answers there: what counts is who may ask. */
const SIGN_IN = {
  issuer: 'http://127.0.0.1:9',
  clientId: 'guichet',
  addressClaim: 'email' as const,
  acceptsUnverified: false,
};

async function withSignIn(stage: Stage): Promise<string> {
  const id = await newOrganisation(stage);
  const { status } = await stage.administrator.ask(`/organisations/${id}/sign-in`, {
    method: 'PUT',
    json: SIGN_IN,
  });
  if (status !== 200) throw new Error(`the sign-in was not saved: ${status}`);
  return id;
}

function activationOfOne() {
  return { ...ANYBODY, hostname: newName() };
}

const ateraAt = ({ atera: { url } }: Stage) => ({
  settings: { kind: 'atera' as const, url },
  secrets: { token: ATERA_KEY },
});
const newBackend = (stage: Stage) => created(stage, '/backends', { name: newName(), ...ateraAt(stage) });

/** A backend whose catalogue the server can read. */
function withCatalogue(stage: Stage): Promise<string> {
  const { settings, organisation } = stage.itop;
  const mapped = { ...settings, user: ITOP_USER, organisations: { Contoso: organisation } };
  return created(stage, '/backends', {
    name: newName(),
    settings: mapped,
    secrets: { password: ITOP_PASSWORD },
  });
}

async function newRelease({ administrator }: Stage) {
  count += 1;
  const built = buildRelease(`2.0.${count}`);
  const { id } = Release.parse((await addRelease(administrator, built.feed)).body);
  return { id, built };
}

/** The id of a delivery that is parked. */
async function parked(stage: Stage): Promise<string> {
  const ticketId = await stage.newTicket();
  const [delivery] = await stage.desk.rows(
    'SELECT delivery.id FROM delivery JOIN link ON link.id = link_id WHERE ticket_id = ?',
    ticketId,
  );
  const reason = JSON.stringify({ en: 'It was away.', fr: 'Absent.' });
  await stage.desk.alter(
    "UPDATE delivery SET state = 'parked', last_error = ? WHERE id = ?",
    reason,
    delivery?.id,
  );
  return String(delivery?.id);
}

const STAFF_ADDRESSES: Partial<Record<Role, string>> = {
  technician: 'tech@contoso.example',
  administrator: 'admin@contoso.example',
  outsider: 'outsider@contoso.example',
  limited: 'limited@contoso.example',
};

/** A session of its own, to be ended. */
async function ownSession({ desk }: Stage, role: Role): Promise<{ headers?: Record<string, string> }> {
  const email = STAFF_ADDRESSES[role];
  if (email === undefined) return {};
  const response = await fetch(`${desk.url}/v1/console/session`, {
    method: 'POST',
    headers: {
      origin: desk.url,
      'content-type': 'application/json',
      'x-forwarded-for': `192.0.2.${Object.keys(STAFF_ADDRESSES).indexOf(role) + 1}`,
    },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  return { headers: { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' } };
}

/** Returns the id of a new session of this person; of anybody else, one that could be. */
async function newSessionOf(stage: Stage, role: Role): Promise<string> {
  const { headers } = await ownSession(stage, role);
  if (!headers) return v7();
  const { body } = await ask(`${stage.desk.url}/v1/console/account/sessions`, { headers });
  const [current] = StaffSession.array()
    .parse(body)
    .filter(({ isCurrent }) => isCurrent);
  return current?.id ?? '';
}

type OfStaff = ConsoleApi & typeof SERVER_API & typeof PAGES;
type Requests<Names extends keyof OfStaff> = { readonly [N in Names]: Builder<N> };

const SESSION = {
  setUp: () => ({
    body: { token: 'x', email: 'new@contoso.example', fullName: 'Somebody', password: PASSWORD },
  }),
  signIn: () => ({ body: { email: 'tech@contoso.example', password: PASSWORD } }),
  readSession: () => ({}),
  signOut: ownSession,
  listenForChanges: () => ({}),
  readAccount: () => ({}),
  changePassword: () => ({ body: { password: PASSWORD, code: null, newPassword: PASSWORD } }),
  listSessions: () => ({}),
  endSession: async (stage, role) => ({ params: { id: await newSessionOf(stage, role) } }),
  endOtherSessions: () => ({}),
  confirmSecondFactor: () => ({ body: { code: '123456' } }),
  beginSecondFactor: () => ({ body: { password: PASSWORD, code: null } }),
  removeSecondFactor: () => ({ body: { password: PASSWORD, code: null } }),
  readSignInRules: () => ({}),
  changeSignInRules: () => ({ body: { secondFactorForAdministrators: false } }),
} satisfies Partial<Requests<keyof OfStaff>>;

const TICKETS = {
  listTickets: () => ({ query: { show: 'all' } }),
  readAttention: () => ({}),
  readTicket: ({ ticket }) => ({ params: { id: ticket } }),
  takeTicket: (stage) => ticketIn(stage, 'new'),
  assignTicket: async (stage) => ({
    ...(await ticketIn(stage, 'assigned')),
    body: { teamId: stage.team, to: 'in-turn' },
  }),
  correctTicket: async (stage) => ({ ...(await ticketIn(stage, 'assigned')), body: { impact: 'service' } }),
  readCatalogueOfOrganisation: ({ contoso }) => ({ params: { id: contoso } }),
  findPeopleOfOrganisation: ({ contoso }) => ({ params: { id: contoso }, query: { search: 'nobody' } }),
  changeAddress: async ({ desk, contoso }) => {
    const [id, other] = [v7(), v7()];
    const email = `${id}@contoso.example`;
    await desk.alter(
      "INSERT INTO requester (id, organisation_id, email, full_name, created_at) VALUES (?, ?, ?, 'Somebody', '2030-01-01')",
      ...[id, contoso, email],
    );
    return { params: { id: contoso }, body: { from: email, to: `${other}@contoso.example` } };
  },
  followTicket: ({ ticket }) => ({ params: { id: ticket } }),
  unfollowTicket: ({ ticket }) => ({ params: { id: ticket } }),
  setTicketPending: async (stage) => ({
    ...(await ticketIn(stage, 'assigned')),
    body: { reason: 'Ordered.', until: null, untilAnswer: true },
  }),
  resumeTicket: (stage) => ticketIn(stage, 'pending'),
  closeTicket: (stage) => ticketIn(stage, 'resolved'),
  reopenTicket: (stage) => ticketIn(stage, 'resolved'),
  replyToTicket: async (stage) => ({
    ...(await ticketIn(stage, 'assigned')),
    body: { key: v7(), body: 'A reply', internal: false },
  }),
  resolveTicket: async (stage) => ({
    ...(await ticketIn(stage, 'assigned')),
    body: { solution: 'Water.', category: { level: 'service', id: 'wifi' } },
  }),
  handOverTicket: async (stage) => ({
    ...(await ticketIn(stage, 'assigned')),
    body: { backendId: stage.otherDesk },
  }),
  readAttachment: ({ attachment }) => ({ params: { id: attachment } }),
  readReplyPolicy: () => ({}),
  sendReplyFile: () => {
    const bytes = randomBytes(20);
    return { params: { sha256: attachmentOf(bytes).sha256 }, bytes };
  },
  listAnnouncements: () => ({}),
  publishAnnouncement: (stage) => ({ body: newAnnouncement(stage, stage.contoso) }),
  changeAnnouncement: async (stage) => ({
    params: { id: await announced(stage) },
    body: newAnnouncement(stage, stage.contoso),
  }),
  withdrawAnnouncement: async (stage) => ({ params: { id: await announced(stage) } }),
} satisfies Partial<Requests<keyof OfStaff>>;

const AGENTS = {
  listOrganisations: () => ({}),
  createOrganisation: () => ({ body: { name: newName(), emailDomains: [] } }),
  createEnrolmentKey: ({ contoso }) => ({ params: { id: contoso }, body: NO_LIMITS }),
  revokeEnrolmentKey: async (stage) => ({ params: await newKey(stage) }),
  saveSignIn: async (stage) => ({ params: { id: await newOrganisation(stage) }, body: SIGN_IN }),
  removeSignIn: async (stage) => ({ params: { id: await withSignIn(stage) } }),
  testSignIn: () => ({ body: { issuer: SIGN_IN.issuer } }),
  addAdvanceActivation: ({ contoso }) => ({ params: { id: contoso }, body: activationOfOne() }),
  removeAdvanceActivation: async (stage) => {
    const { contoso: id } = stage;
    const route = `/organisations/${id}/advance-activations`;
    return { params: { id, activationId: await created(stage, route, activationOfOne()) } };
  },
  listDevices: () => ({ query: {} }),
  countAgents: () => ({ query: {} }),
  changeAgentState: async ({ desk }) => ({
    body: { act: 'activate', selection: { agentIds: [(await desk.agent()).id] } },
  }),
  listReleases: () => ({}),
  addRelease: () => {
    count += 1;
    return { body: { channel: 'latest', feed: buildRelease(`2.0.${count}`).feed } };
  },
  stageRelease: async (stage) => ({
    params: { id: (await newRelease(stage)).id },
    body: { channel: 'latest', percentage: 5, organisationIds: null, paused: true, replacesPaused: false },
  }),
  removeRelease: async (stage) => ({ params: { id: (await newRelease(stage)).id } }),
  sendReleaseFile: async (stage) => {
    const { id, built } = await newRelease(stage);
    return { params: { id, name: built.installer }, bytes: built.content };
  },
} satisfies Partial<Requests<keyof OfStaff>>;

const BACKENDS = {
  listBackends: () => ({}),
  addBackend: (stage) => ({ body: { name: newName(), ...ateraAt(stage) } }),
  changeBackend: async (stage) => ({
    params: { id: await newBackend(stage) },
    body: { name: newName(), ...ateraAt(stage) },
  }),
  removeBackend: async (stage) => ({ params: { id: await newBackend(stage) } }),
  testSettings: (stage) => ({ body: ateraAt(stage) }),
  testBackend: async (stage) => ({ params: { id: await newBackend(stage) } }),
  readBackendCatalogue: async (stage) => ({
    params: { id: await withCatalogue(stage) },
    query: { organisation: stage.contoso },
  }),
  importBackendCatalogue: async (stage) => ({
    params: { id: await withCatalogue(stage) },
    query: { organisation: stage.contoso },
  }),
  listRoutes: () => ({}),
  replaceRoutes: () => ({ body: [{ organisationId: null, entryId: null, backendId: 'built-in' }] }),
  listRoutableEntries: () => ({}),
  listParkedDeliveries: () => ({ query: { state: 'parked' } }),
  retryDelivery: async (stage) => ({ params: { id: await parked(stage) } }),
  discardDelivery: async (stage) => ({ params: { id: await parked(stage) } }),
  retryAlike: async (stage) => ({ params: { id: await parked(stage) } }),
  discardAlike: async (stage) => ({ params: { id: await parked(stage) } }),
  readServerStatus: () => ({}),
} satisfies Partial<Requests<keyof OfStaff>>;

const ANYBODY_MAY = {
  readHealth: () => ({}),
  readReadiness: () => ({}),
  readMetrics: () => ({ headers: { authorization: `Bearer ${METRICS_TOKEN}` } }),
  readDescription: () => ({}),
  showMailbox: () => ({ forwarded: false }),
  listMails: () => ({ forwarded: false }),
  readSignedFile: ({ link }) => ({ params: { '*': link } }),
  ...UNSUBSCRIBE_REQUESTS,
} satisfies Partial<Requests<keyof OfStaff>>;

/** An operation without a request here does not compile. */
export const STAFF_REQUESTS: Requests<keyof OfStaff> = {
  ...SESSION,
  ...MEMBER_REQUESTS,
  ...SIGN_IN_REQUESTS,
  ...TICKETS,
  ...RELATION_REQUESTS,
  ...HELD_MAIL_REQUESTS,
  ...APPROVAL_REQUESTS,
  ...AGENTS,
  ...BACKENDS,
  ...MAIL_REQUESTS,
  ...ANYBODY_MAY,
};

/** The rows of an operation on something else, by the name of the row. */
export const STAFF_SITUATIONS = {
  "endSession/another's": async (stage, role) => ({
    params: { id: await newSessionOf(stage, role === 'technician' ? 'administrator' : 'technician') },
  }),
  ...OTHER_MEMBER_REQUESTS,
  'readTicket/elsewhere': ({ foreignTicket }) => ({ params: { id: foreignTicket } }),
  'takeTicket/elsewhere': async (stage) => {
    await stage.setStatus(stage.foreignTicket, 'new');
    return { params: { id: stage.foreignTicket } };
  },
  'publishAnnouncement/elsewhere': (stage) => ({ body: newAnnouncement(stage, stage.fabrikam) }),
  'publishAnnouncement/everywhere': (stage) => ({ body: newAnnouncement(stage, null) }),
  'changeAnnouncement/everywhere': async (stage) => ({
    params: { id: await announced(stage, null) },
    body: newAnnouncement(stage, null),
  }),
  'createEnrolmentKey/elsewhere': ({ fabrikam }) => ({ params: { id: fabrikam }, body: NO_LIMITS }),
} satisfies Record<string, Builder<OperationName>>;
