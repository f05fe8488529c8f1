// A help desk server in memory for tests of console pages. It answers by fetch, and can be told to refuse a route or to be
// unreachable.
import type {
  Account,
  SignedInStaff,
  SignInRules,
  SignInWays,
  StaffSession,
} from '../../contract/account.ts';
import type { Approval, NewApprover, StaffDecision } from '../../contract/approvals.ts';
import type { WaitingTicket } from '../../contract/attention.ts';

import type {
  BackendHealth,
  ListedBackend,
  ParkedDelivery,
  Route,
  SettledAlike,
} from '../../contract/backends.ts';
import type { Catalogue } from '../../contract/catalogue.ts';
import { NewAbsence } from '../../contract/colleagues.ts';
import {
  type AgentCounts,
  type AgentFilter,
  type AgentRow,
  type ChangedAgents,
  type ConsoleEvent,
  Correction,
  type DeskTicket,
  type DevicePage,
  type DeviceRow,
  type Organisation,
  type PublishedAnnouncement,
  type RoutableEntry,
} from '../../contract/console.ts';
import type { ErrorCode, ErrorDetails } from '../../contract/errors.ts';
import type { HeldMail } from '../../contract/held-mails.ts';
import type { Passkey } from '../../contract/passkeys.ts';
import { AddressChange, type ChangedAddress, type Person } from '../../contract/people.ts';
import { priorityOf } from '../../contract/priority.ts';
import { NewRelation, Split } from '../../contract/relations.ts';
import type { Release } from '../../contract/releases.ts';
import type { ServerStatus } from '../../contract/server-status.ts';
import { NewSignIn, type SignInCheck } from '../../contract/sign-in.ts';
import type { Invitation, NewInvitation, Recovery, StaffChange, StaffMember } from '../../contract/staff.ts';
import { NewStaffProvider, type StaffProvider } from '../../contract/staff-provider.ts';
import { Assignment, NewTeam, type Team } from '../../contract/teams.ts';
import { Pending, statusAfter } from '../../contract/ticket.ts';
import { handleMails, type MailData, NO_MAILS } from './console-mails.ts';
import { answerOrRefusal, Refusal } from './refusal.ts';
import { BUILT_IN_CAPABILITIES } from './server/backend.ts';

export const PASSWORD = 'correct horse battery';
const AT = '2026-01-31T09:45:00.000Z';

/** A distinct UUID for each number up to 9,999,999. */
export function idOf(number: number): string {
  return `019c1234-5678-7abc-9def-${String(number).padStart(12, '0')}`;
}

const ADMINISTRATOR: SignedInStaff = {
  id: idOf(1),
  email: 'admin@example.org',
  fullName: 'Desk administrator',
  role: 'administrator',
  organisationIds: null,
  secondFactorDue: false,
};
export const TECHNICIAN: SignedInStaff = { ...ADMINISTRATOR, id: idOf(2), role: 'technician' };

export const STATUS: ServerStatus = {
  version: '0.2.0',
  runtime: '24.21.0',
  startedAt: AT,
  streams: { agents: 3, consoles: 1 },
  queueDepth: 2,
  memory: 182_000_000,
  database: 5_400_000,
  answeredIn: 1.4,
  backends: [{ id: 'built-in', name: 'Built-in desk', waiting: 2, sending: 0, parked: 1, lagSeconds: 300 }],
};

export function memberOf(changes: Partial<StaffMember> = {}): StaffMember {
  const { secondFactorDue: _, ...person } = ADMINISTRATOR;
  return {
    ...person,
    state: 'active',
    lastSignInAt: AT,
    hasSecondFactor: false,
    hasPassword: true,
    openTickets: 0,
    absence: null,
    mailTrouble: null,
    invitedUntil: null,
    ...changes,
  };
}

/** The code that the authenticator app shows. */
export const CODE = '123456';
const RECOVERY_CODES = ['AAAAA-22222', 'BBBBB-33333'];

export function sessionOf(changes: Partial<StaffSession> = {}): StaffSession {
  return {
    id: idOf(60),
    startedAt: AT,
    lastUsedAt: AT,
    ip: '192.0.2.1',
    browser: 'Firefox',
    system: 'Windows',
    isCurrent: false,
    ...changes,
  };
}

export const CONTOSO: Organisation = {
  id: idOf(10),
  name: 'Contoso',
  emailDomains: [],
  createdAt: AT,
  enrolmentKeys: [],
  advanceActivations: [],
  signIn: null,
};

export function agentRow(changes: Partial<AgentRow> = {}): AgentRow {
  return {
    id: idOf(20),
    userName: 'CONTOSO\\requester',
    claims: [],
    revision: 'as shown',
    departure: null,
    replaces: false,
    copies: [],
    state: 'waiting',
    email: null,
    fullName: null,
    agentVersion: '0.1.0',
    enrolledAt: AT,
    lastSeenAt: AT,
    online: true,
    ...changes,
  };
}

export function deviceRow(...agents: AgentRow[]): DeviceRow {
  return {
    id: idOf(30),
    organisationId: CONTOSO.id,
    hostname: 'DESK-014',
    os: 'Windows 11',
    clones: [],
    agents,
  };
}

export function deskTicket(changes: Partial<DeskTicket> = {}): DeskTicket {
  return {
    id: idOf(40),
    number: 'R-000001',
    elsewhere: null,
    kind: 'incident',
    title: 'Printer on fire',
    status: 'new',
    organisation: 'Contoso',
    requester: 'A requester',
    technician: null,
    technicianId: null,
    team: null,
    teamId: null,
    organisationId: CONTOSO.id,
    categoryChoice: null,
    priority: null,
    priorityReason: null,
    closesAt: null,
    category: null,
    dueAt: null,
    createdAt: AT,
    updatedAt: AT,
    description: 'Smoke everywhere',
    solution: null,
    requesterEmail: 'requester@example.org',
    writtenBy: null,
    contacts: [],
    approver: null,
    answers: [],
    impact: null,
    urgency: null,
    satisfaction: null,
    pending: null,
    approval: null,
    facts: [],
    hostname: 'DESK-014',
    userName: 'CONTOSO\\requester',
    attachments: [],
    comments: [],
    events: [],
    links: [],
    relations: [],
    handOverTo: [],
    followers: [],
    away: null,
    parked: null,
    ...changes,
  };
}

export function heldMail(changes: Partial<HeldMail> = {}): HeldMail {
  return {
    id: idOf(70),
    from: 'eve@elsewhere.example',
    name: 'Eve',
    subject: 'Nothing prints',
    text: 'The printer of room 12 prints nothing.',
    receivedAt: AT,
    reason: 'stranger',
    ticketNumber: null,
    organisationId: null,
    files: [],
    leftOut: [],
    ...changes,
  };
}

/** The health of a backend that nothing is wrong with, but for the changes. */
export function backendHealth(changes: Partial<BackendHealth> = {}): BackendHealth {
  return {
    unreadable: false,
    breaker: 'closed',
    retryAt: null,
    lastFailure: null,
    waiting: 0,
    parked: 0,
    lagSeconds: 0,
    polledAt: null,
    overdueNumbers: 0,
    leftOut: null,
    mails: null,
    warning: null,
    ...changes,
  };
}

export function listedBackend({
  health = {},
  ...changes
}: Partial<Omit<ListedBackend, 'health'>> & { health?: Partial<BackendHealth> } = {}): ListedBackend {
  return {
    id: 'built-in',
    name: 'Built-in desk',
    kind: 'built-in',
    settings: { kind: 'built-in', closeAfterDays: null, mailbox: null },
    storedSecrets: [],
    capabilities: BUILT_IN_CAPABILITIES,
    health: backendHealth(health),
    createdAt: AT,
    ...changes,
  };
}

export function releaseOf(changes: Partial<Release> = {}): Release {
  return {
    id: idOf(50),
    version: '1.2.0',
    channel: 'latest',
    percentage: 20,
    organisationIds: null,
    paused: false,
    replacesPaused: false,
    builtAt: null,
    addedAt: AT,
    files: [],
    complete: true,
    offered: 4,
    running: 1,
    ...changes,
  };
}

interface ServerData extends MailData {
  /** who is signed in */
  staff: SignedInStaff | null;
  /** null: no second factor */
  secondFactorSince: string | null;
  sessions: StaffSession[];
  rules: SignInRules;
  passkeys: Passkey[];
  /** how one can sign in beside a password */
  ways: SignInWays;
  hasPassword: boolean;
  provider: StaffProvider | null;
  /** what a sign-in with the provider says */
  staysAdministrator: boolean;
  /** an act that asks for a proof is done once the password was given */
  isProofNeeded: boolean;
  members: StaffMember[];
  invitation: Invitation;
  recovery: Recovery;
  approval: Approval;
  organisations: Organisation[];
  devices: DeviceRow[];
  tickets: DeskTicket[];
  heldMails: HeldMail[];
  announcements: PublishedAnnouncement[];
  waiting: WaitingTicket[];
  /** of every organisation */
  catalogue: Catalogue;
  /** whom every search for people finds */
  people: Person[];
  backends: ListedBackend[];
  routes: Route[];
  entries: RoutableEntry[];
  parked: ParkedDelivery[];
  /** what a decision on all with one reason answers */
  settledAlike: SettledAlike;
  teams: Team[];
  releases: Release[];
  status: ServerStatus;
  agents: number;
  /** agents that an act on the whole organisation leaves out */
  undecided: number;
  /** what a test of an identity provider finds */
  signInChecks: SignInCheck[];
}

interface RecordedRequest {
  /** such as "POST /tickets/<id>/take" */
  route: string;
  query: URLSearchParams;
  body: unknown;
}

export type ConsoleServer = ReturnType<typeof consoleServer>;

const APPROVAL: Approval = {
  ...{ number: 'R-000007', title: 'A laptop', description: 'For the new colleague.', createdAt: AT },
  ...{ organisation: 'Contoso', approver: 'A manager', asked: 'the-mark' },
  category: { en: 'Equipment > Computers > A new one', fr: 'Équipement > Ordinateurs > Un nouveau' },
  answers: [{ field: 'price', label: 'Price', value: '40,000 €', reference: null }],
  files: [{ name: 'quote.pdf', size: 48_213, url: 'https://desk.example.org/files/x' }],
  requester: { email: 'requester@example.org', fullName: 'A requester' },
};

export function consoleServer(initial: Partial<ServerData> = {}) {
  const data: ServerData = {
    staff: ADMINISTRATOR,
    secondFactorSince: null,
    sessions: [sessionOf({ isCurrent: true })],
    rules: { secondFactorForAdministrators: false },
    passkeys: [],
    ways: { passkeys: { obstacle: 'no-address' }, provider: null },
    hasPassword: true,
    provider: null,
    staysAdministrator: false,
    isProofNeeded: false,
    members: [memberOf()],
    invitation: {
      ...{ email: 'nadia@example.org', fullName: 'Nadia Haddad', role: 'technician' },
      ...{ invitedBy: 'Desk administrator', expiresAt: AT },
    },
    recovery: { email: ADMINISTRATOR.email, fullName: ADMINISTRATOR.fullName, expiresAt: AT },
    approval: APPROVAL,
    organisations: [CONTOSO],
    devices: [],
    tickets: [],
    heldMails: [],
    announcements: [],
    waiting: [],
    catalogue: { version: '', families: [] },
    people: [],
    backends: [listedBackend()],
    entries: [],
    routes: [{ organisationId: null, entryId: null, backendId: 'built-in' }],
    parked: [],
    settledAlike: { settled: 3, left: 0 },
    teams: [],
    releases: [],
    status: STATUS,
    agents: 5,
    undecided: 0,
    signInChecks: [{ name: 'document', problem: null }],
    ...NO_MAILS,
    ...initial,
  };
  const requests: RecordedRequest[] = [];
  const refusals = new Map<string, [ErrorCode, ErrorDetails | undefined]>();
  const network = { down: false };
  const streams = new Set<EventTarget>();

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const route = `${request.method} ${pathname.replace('/v1/console', '')}`;
    const text = await request.text();
    const recorded: RecordedRequest = {
      route,
      query: searchParams,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(recorded);
    if (network.down) throw new TypeError('fetch failed');
    const refusal = refusals.get(route);
    if (refusal) throw new Refusal(...refusal);
    if (
      !data.staff &&
      !/^\w+ \/(session|sign-in-ways|password-links?|setup|invitation|recovery|approval)\b/.test(route)
    )
      throw new Refusal('not-signed-in');
    return Response.json(handle(data, recorded) ?? null);
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(new URL(String(input), 'http://console.example'), init);
    return answerOrRefusal(() => answer(request));
  };

  return {
    fetch,
    data,
    network,
    /** the requests to these routes, oldest first */
    requests: (route: string | RegExp) =>
      requests.filter((one) => (typeof route === 'string' ? one.route === route : route.test(one.route))),
    /** Refuses every request to this route, such as "POST /session", from now on. */
    refuse(route: string, code: ErrorCode, details?: ErrorDetails): void {
      refusals.set(route, [code, details]);
    },
    allow: (route: string) => void refusals.delete(route),
    /** the event streams that are open */
    streams,
    /** Sends the event that this list has changed. */
    sendEvent(event: ConsoleEvent): void {
      const json = JSON.stringify(event);
      for (const stream of streams) stream.dispatchEvent(new MessageEvent('changed', { data: json }));
    },
  };
}

function saveSignIn(data: ServerData, id: string, body: unknown): unknown {
  const { clientSecret, ...signIn } = NewSignIn.parse(body);
  const saved = { ...signIn, hasSecret: clientSecret !== undefined };
  data.organisations = data.organisations.map((one) => (one.id === id ? { ...one, signIn: saved } : one));
  return saved;
}

function handle(data: ServerData, request: RecordedRequest): unknown {
  const [name = '', , id = '', act = ''] = request.route.split('/').map((part) => part.trim());
  const endpoint = `${name} ${request.route.split('/')[1]}`;
  switch (endpoint) {
    case 'GET session':
      if (!data.staff) throw new Refusal('not-signed-in');
      return data.staff;
    case 'POST session':
      return id === '' ? signIn(data, request.body) : proveOrSignIn(data, request);
    case 'DELETE session':
      data.staff = null;
      return null;
    case 'GET mails':
    case 'PUT mails':
    case 'POST mails':
    case 'DELETE mails':
      return handleMails(data, request.route, request.body);
    case 'PUT account':
      if (id === 'absence') return setAbsence(data, data.staff?.id, request.body);
      if (id === 'mails') return handleMails(data, request.route, request.body);
      data.passkeys = data.passkeys.map((one) =>
        one.id === act ? { ...one, ...(request.body as object) } : one,
      );
      return null;
    case 'GET account':
      if (id === 'mails') return handleMails(data, request.route, request.body);
      return id === 'sessions' ? data.sessions : accountOf(data);
    case 'DELETE account':
      if (id === 'passkeys') return changePasskeys(data, request);
      data.sessions = data.sessions.filter(
        ({ id: own, isCurrent }) => isCurrent || (act !== '' && own !== act),
      );
      return null;
    case 'POST account':
      if (id === 'passkeys') return changePasskeys(data, request);
      return changeAccount(data, `${id} ${act}`.trim(), request.body);
    case 'GET sign-in-ways':
      return data.ways;
    case 'GET colleagues':
      return data.members.filter(({ state }) => state === 'active');
    case 'GET sign-in-rules':
      return data.rules;
    case 'PUT sign-in-rules':
      data.rules = request.body as SignInRules;
      return data.rules;
    case 'POST setup':
      data.staff = ADMINISTRATOR;
      return data.staff;
    case 'GET staff':
      return data.members;
    case 'PUT staff':
    case 'DELETE staff':
    case 'POST invitations':
    case 'POST staff':
    case 'DELETE invitations':
      return changeMembers(data, request);
    case 'GET attention':
      return { tickets: data.waiting };
    case 'POST invitation':
    case 'POST recovery':
    case 'POST approval':
      return openLink(data, request.route);
    case 'GET staff-provider':
      return { redirectUri: 'http://console.example/signin/provider', provider: data.provider };
    case 'PUT staff-provider':
      return saveProvider(data, request.body);
    case 'DELETE staff-provider':
      data.provider = null;
      return null;
    case 'POST password-links':
      return null;
    case 'POST password-link':
      return id === 'completion' ? null : data.recovery;
    case 'GET teams':
      return data.teams;
    case 'POST teams':
    case 'PUT teams':
    case 'DELETE teams':
      return changeTeams(data, request);
    case 'GET organisations':
      if (act === 'people') return { people: data.people };
      return act === 'catalogue' ? data.catalogue : data.organisations;
    case 'POST organisations':
      return changeAddress(data, AddressChange.parse(request.body));
    case 'PUT organisations':
      return saveSignIn(data, id, request.body);
    case 'DELETE organisations':
      data.organisations = data.organisations.map((one) => (one.id === id ? { ...one, signIn: null } : one));
      return null;
    case 'POST sign-in-tests':
      return data.signInChecks;
    case 'GET devices':
      return devicePageOf(data, request.query);
    case 'GET agents':
      return countsOf(data, request.query);
    case 'POST agents':
      return changeAgents(data, request.body);
    case 'GET tickets':
      return id === '' ? pageOf(data, request.query) : ticketOf(data, id);
    case 'POST tickets':
      return act in JOINING ? joinOther(data, id, act, request.body) : actOn(data, id, act, request.body);
    case 'PUT tickets':
      return setFollowers(data, id, [data.staff ?? ADMINISTRATOR]);
    case 'DELETE tickets':
      if (act === 'following') return setFollowers(data, id, []);
      return replaceTicket(data, { ...ticketOf(data, id), relations: [] });
    case 'GET policy':
      return { attachmentMegabytes: 25, fileTypes: null };
    case 'GET held-mails':
      return { mails: data.heldMails, count: data.heldMails.length };
    case 'POST held-mails':
      data.heldMails = data.heldMails.filter((mail) => mail.id !== id);
      return { ticketId: null };
    case 'PUT backends':
      return listedBackend();
    case 'POST backends':
      return [{ name: 'mailbox', problem: null }];
    case 'GET backends':
      return data.backends;
    case 'GET routes':
      return id === 'entries' ? data.entries : data.routes;
    case 'GET deliveries':
      return data.parked;
    case 'POST deliveries':
      for (const ticket of data.tickets) if (ticket.parked?.deliveryId === id) ticket.parked = null;
      return act.endsWith('-alike') ? data.settledAlike : null;
    case 'GET status':
      return data.status;
    case 'GET releases':
      return { releases: data.releases, agents: data.agents };
    case 'GET announcements':
      return data.announcements;
    default:
      throw new Refusal('not-found');
  }
}

/** Creates, changes or dissolves a team. Returns the team after it, or null. */
function changeTeams(data: ServerData, { route, body }: RecordedRequest): Team | null {
  const [method = '', , id = idOf(90 + data.teams.length)] = route.split('/');
  const others = data.teams.filter((team) => team.id !== id);
  if (method.startsWith('DELETE')) {
    data.teams = others;
    return null;
  }
  const { memberIds, ...given } = NewTeam.parse(body);
  const members = data.members
    .filter((member) => memberIds.includes(member.id))
    .map(({ id: memberId, fullName, organisationIds }) => ({
      ...{ id: memberId, fullName, organisationIds },
      openTickets: 0,
    }));
  const team = { ...given, id, members, openTickets: 0 };
  data.teams = [...others, team];
  return team;
}

/** Carries out an act on the staff. Returns the person after it, or null. */
function changeMembers(data: ServerData, { route, body }: RecordedRequest): StaffMember | null {
  const invited = {
    state: 'invited',
    invitedUntil: '2099-01-01T00:00:00.000Z',
    lastSignInAt: null,
    hasSecondFactor: false,
    hasPassword: false,
    openTickets: 0,
    absence: null,
    mailTrouble: null,
  } as const;
  const [method = '', , id = '', act = ''] = route.split('/');
  if (route === 'POST /invitations') {
    const { language: _, ...person } = body as NewInvitation;
    const member: StaffMember = { id: idOf(80 + data.members.length), ...person, ...invited };
    data.members = [...data.members, member];
    return member;
  }
  const found = data.members.find((one) => one.id === id);
  if (!found) throw new Refusal('not-found');
  const replace = (changes: Partial<StaffMember>) => {
    const changed = { ...found, ...changes };
    data.members = data.members.map((one) => (one.id === id ? changed : one));
    return changed;
  };
  switch (`${method.trim()} ${act}`) {
    case 'PUT ':
      return replace(body as StaffChange);
    case 'PUT absence':
      return setAbsence(data, id, body);
    case 'PUT deactivation':
      return replace({ state: 'deactivated' });
    case 'DELETE deactivation':
      return replace({ state: 'active' });
    case 'DELETE second-factor':
      return replace({ hasSecondFactor: false });
    case 'DELETE sessions':
      return null;
    case 'POST mails':
      return found;
    case 'POST password-links':
      return null;
    default:
      data.members = data.members.filter((one) => one !== found);
      return null;
  }
}

function setAbsence(data: ServerData, memberId: string | undefined, body: unknown): null {
  const { absence } = NewAbsence.parse(body);
  data.members = data.members.map((one) => (one.id === memberId ? { ...one, absence } : one));
  return null;
}

function setFollowers(data: ServerData, id: string, followers: DeskTicket['followers']): DeskTicket {
  return replaceTicket(data, { ...ticketOf(data, id), followers });
}

/** Says what a one-time link is for, or signs in with it. */
/** Somebody has the new address where the people found have it. */
function changeAddress(data: ServerData, { from, to, join }: AddressChange): ChangedAddress {
  const other = data.people.find(({ email }) => email === to);
  if (other && !join) return { outcome: 'taken', fullName: other.fullName, tickets: 2 };
  data.tickets = data.tickets.map((ticket) =>
    ticket.requesterEmail === from ? { ...ticket, requesterEmail: to } : ticket,
  );
  return { outcome: other ? 'joined' : 'changed' };
}

function openLink(data: ServerData, route: string): unknown {
  if (route === 'POST /invitation') return data.invitation;
  if (route === 'POST /recovery') return data.recovery;
  if (route === 'POST /approval') return data.approval;
  if (route === 'POST /approval/decision') return null;
  data.staff = route.startsWith('POST /invitation') ? TECHNICIAN : ADMINISTRATOR;
  return data.staff;
}

function accountOf({
  staff,
  secondFactorSince,
  rules,
  passkeys,
  hasPassword,
  provider,
  members,
}: ServerData): Account {
  if (!staff) throw new Refusal('not-signed-in');
  const { secondFactorDue: _, ...account } = staff;
  const recoveryCodesLeft = secondFactorSince === null ? 0 : RECOVERY_CODES.length;
  const secondFactorDemanded = staff.role === 'administrator' && rules.secondFactorForAdministrators;
  const absence = members.find(({ id }) => id === account.id)?.absence ?? null;
  return {
    ...account,
    secondFactorSince,
    recoveryCodesLeft,
    secondFactorDemanded,
    passkeys,
    hasPassword,
    hasProvider: provider !== null,
    absence,
  };
}

function changeAccount(data: ServerData, act: string, body: unknown): unknown {
  const { password, code } = body as Record<string, string | undefined>;
  if (act === 'second-factor confirmation') {
    if (code !== CODE) throw new Refusal('second-factor-wrong');
    data.secondFactorSince = AT;
    if (data.staff) data.staff = { ...data.staff, secondFactorDue: false };
    return { recoveryCodes: RECOVERY_CODES };
  }
  if (password !== PASSWORD) throw new Refusal('password-wrong');
  switch (act) {
    case 'password':
      data.sessions = data.sessions.filter(({ isCurrent }) => isCurrent);
      return null;
    case 'second-factor':
      return { secret: 'GEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/Guichet:admin?secret=GEZDGNBVGY3TQOJQ' };
    case 'second-factor removal':
      data.secondFactorSince = null;
      return null;
    default:
      throw new Refusal('not-found');
  }
}

function signIn(data: ServerData, body: unknown): SignedInStaff {
  const { password, code } = body as { password: string; code?: string | null };
  if (password !== PASSWORD) throw new Refusal('credentials-wrong');
  if (data.secondFactorSince !== null && !code) throw new Refusal('second-factor-needed');
  if (data.secondFactorSince !== null && code !== CODE) throw new Refusal('second-factor-wrong');
  data.staff = ADMINISTRATOR;
  return data.staff;
}

const CHALLENGE = 'a-challenge';

/** A proof of the password or of a passkey, or a sign-in with a passkey. */
function proveOrSignIn(data: ServerData, { route, body }: RecordedRequest): unknown {
  if (route.endsWith('/attempts')) return { url: 'https://id.example.org/authorize' };
  if (route.endsWith('/challenge')) return { challenge: CHALLENGE, rpId: 'console.example' };
  const { password } = body as { password?: string };
  if (route.endsWith('/proof') && password !== PASSWORD) throw new Refusal('password-wrong');
  data.isProofNeeded = false;
  if (route.includes('/proof')) return null;
  data.staff = ADMINISTRATOR;
  return { ...data.staff, staysAdministrator: data.staysAdministrator };
}

function saveProvider(data: ServerData, body: unknown): StaffProvider {
  const { clientSecret, ...settings } = NewStaffProvider.parse(body);
  data.provider = { ...settings, hasSecret: clientSecret !== undefined };
  return data.provider;
}

/** Adds or removes a passkey, once its owner proved again who they are. */
function changePasskeys(data: ServerData, { route, body }: RecordedRequest): unknown {
  const id = route.split('/')[3] ?? '';
  if (data.isProofNeeded) throw new Refusal('proof-needed');
  if (id === 'challenge')
    return { challenge: CHALLENGE, rpId: 'console.example', userHandle: 'b3du', present: [] };
  data.passkeys = data.passkeys.filter((one) => one.id !== id);
  if (route.startsWith('DELETE')) return null;
  const { name } = body as { name: string };
  const made: Passkey = { id: idOf(70 + data.passkeys.length), name, createdAt: AT, lastUsedAt: null };
  data.passkeys = [made, ...data.passkeys];
  return made;
}

const STATE_AFTER = {
  activate: 'active',
  suspend: 'suspended',
  retire: 'retired',
  'accept-name': 'active',
} as const;

function changeAgents(data: ServerData, body: unknown): ChangedAgents {
  const { act, selection } = body as {
    act: keyof typeof STATE_AFTER;
    selection: { agentIds?: string[]; matching?: AgentFilter };
  };
  let changed = 0;
  const { matching } = selection;
  const ids =
    selection.agentIds ??
    devicesThatMatch(data, matching).flatMap(({ agents }) => agents.map(({ id }) => id));
  data.devices = data.devices.map((device) => ({
    ...device,
    agents: device.agents.map((agent) => {
      const isSelected = ids.includes(agent.id);
      if (!isSelected || agent.state === STATE_AFTER[act]) return agent;
      changed += 1;
      return { ...agent, state: STATE_AFTER[act] };
    }),
  }));
  return { changed, undecided: data.undecided };
}

/** Matches host name, user name and address by parts in their own case. */
function devicesThatMatch(
  { devices }: ServerData,
  { organisationId, state, search = '' }: Partial<AgentFilter> = {},
): DeviceRow[] {
  const has = (text: string | null) => text?.includes(search) ?? false;
  return devices
    .filter((device) => organisationId === undefined || device.organisationId === organisationId)
    .map((device) => ({
      ...device,
      agents: device.agents.filter(
        (agent) =>
          (state === undefined || agent.state === state) &&
          (has(device.hostname) || has(agent.userName) || has(agent.email)),
      ),
    }))
    .filter(({ agents }) => agents.length > 0);
}

const filterIn = (query: URLSearchParams): Partial<AgentFilter> => Object.fromEntries(query);

function countsOf(data: ServerData, query: URLSearchParams): AgentCounts {
  const counts: AgentCounts = { waiting: 0, active: 0, suspended: 0, retired: 0 };
  for (const { agents } of devicesThatMatch(data, filterIn(query)))
    for (const { state } of agents) counts[state] += 1;
  return counts;
}

/** Two devices a page; `after` is the index of the first. */
function devicePageOf(data: ServerData, query: URLSearchParams): DevicePage {
  const start = Number(query.get('after') ?? 0);
  const found = devicesThatMatch(data, filterIn(query));
  const end = start + PAGE;
  return { devices: found.slice(start, end), next: found.length > end ? String(end) : null };
}

const PAGE = 2;
const DONE = ['resolved', 'rejected', 'closed'];

/** Two tickets a page; `after` is the index of the first. */
function pageOf({ tickets }: ServerData, query: URLSearchParams) {
  const show = query.get('show') ?? 'open';
  const search = (query.get('search') ?? '').toLowerCase();
  const isShown = ({ status }: DeskTicket) => {
    if (show === 'open') return !DONE.includes(status);
    return show === 'all' || status === show;
  };
  const found = tickets.filter(
    (ticket) => isShown(ticket) && `${ticket.number} ${ticket.title}`.toLowerCase().includes(search),
  );
  const from = Number(query.get('after') ?? 0);
  const end = from + PAGE;
  return { tickets: found.slice(from, end), next: end < found.length ? String(end) : null };
}

function ticketOf({ tickets }: ServerData, id: string): DeskTicket {
  const found = tickets.find((ticket) => ticket.id === id);
  if (!found) throw new Refusal('ticket-not-found');
  return found;
}

/** The ticket after the acts of an approval; null for any other act. */
function afterApproval(data: ServerData, ticket: DeskTicket, act: string, body: unknown): DeskTicket | null {
  if (act === 'decision') {
    const { decision } = body as StaffDecision;
    return { ...ticket, status: decision === 'approve' ? 'approved' : 'rejected' };
  }
  if (act !== 'approver') return null;
  const { email } = body as NewApprover;
  const { fullName = email } = data.people.find((person) => person.email === email) ?? {};
  const approvers = [{ email, fullName, hasAgent: false, hasLeft: false }];
  return {
    ...ticket,
    approver: fullName,
    approval: { approvers, askAgainAt: null, isStuck: false, asked: 'the-mark', isYours: false },
  };
}

function actOn(data: ServerData, id: string, act: string, body: unknown): DeskTicket {
  const ticket = ticketOf(data, id);
  const decided = afterApproval(data, ticket, act, body);
  if (decided) return replaceTicket(data, decided);
  const changed: DeskTicket = { ...ticket };
  if (act === 'replies') {
    const { body: text, internal } = body as { body: string; internal: boolean };
    const comment = { author: 'technician', authorName: 'Desk administrator', body: text, internal } as const;
    const more = {
      id: idOf(60 + ticket.comments.length),
      createdAt: AT,
      whole: null,
      renamed: null,
      mentions: [],
      attachments: [],
    };
    changed.comments = [...ticket.comments, { ...comment, ...more }];
  } else if (act === 'correct') {
    const { category: _, requester: __, priority, ...fields } = Correction.parse(body);
    Object.assign(changed, fields);
    changed.priority = priority?.level ?? priorityOf(changed.impact, changed.urgency);
    changed.priorityReason = priority?.reason ?? null;
  } else {
    const status = statusAfter(act as Parameters<typeof statusAfter>[0], ticket.status);
    if (status === null) throw new Refusal('act-not-allowed');
    changed.status = status;
    changed.pending = act === 'set-pending' ? Pending.parse(body) : null;
    if (act === 'resolve') changed.solution = (body as { solution: string }).solution;
    if (act === 'take') changed.technician = 'Desk administrator';
    if (act === 'assign') Object.assign(changed, assignedBy(data, Assignment.parse(body)));
  }
  return replaceTicket(data, changed);
}

function replaceTicket(data: ServerData, changed: DeskTicket): DeskTicket {
  data.tickets = data.tickets.map((one) => (one.id === changed.id ? changed : one));
  return changed;
}

const JOINING = { merge: 'merged-into', relations: 'related', 'undo-merger': null, split: null } as const;

/** Merges, links or splits. */
function joinOther(data: ServerData, id: string, act: string, body: unknown): DeskTicket {
  const ticket = ticketOf(data, id);
  if (act === 'split') {
    const { key, title, description } = Split.parse(body);
    const made = deskTicket({ id: key, number: 'R-000077', title, description });
    data.tickets = [...data.tickets, made];
    return made;
  }
  if (act === 'undo-merger') return replaceTicket(data, { ...ticket, status: 'assigned', relations: [] });
  const relation = NewRelation.parse(body);
  if ('announcementId' in relation) {
    const announcement = data.announcements.find(({ id: one }) => one === relation.announcementId);
    if (!announcement) throw new Refusal('not-found');
    return replaceTicket(data, {
      ...ticket,
      relations: [{ kind: 'announcement', id: idOf(95), announcement }],
    });
  }
  const { ticketNumber } = relation;
  const other = data.tickets.find(({ number }) => number === ticketNumber.toUpperCase());
  if (!other) throw new Refusal('ticket-number-unknown');
  const kind = JOINING[act as 'merge' | 'relations'];
  const status = act === 'merge' ? 'closed' : ticket.status;
  return replaceTicket(data, { ...ticket, status, relations: [{ kind, id: idOf(95), ticket: other }] });
}

/** The first of the team gets what nobody is named for. */
function assignedBy({ teams }: ServerData, { teamId, to }: Assignment): Partial<DeskTicket> {
  const team = teams.find(({ id }) => id === teamId);
  if (!team) throw new Refusal('team-gone');
  const [first] = team.members;
  const member = typeof to === 'object' ? team.members.find(({ id }) => id === to.technicianId) : first;
  const isNobody = to === 'nobody' || !member;
  return {
    ...{ team: team.name, teamId: team.id },
    ...{ technician: isNobody ? null : member.fullName, technicianId: isNobody ? null : member.id },
  };
}
