// A fake server in memory that implements the agent's HTTP contract over fetch, and can be made to fail.
import { createHash, randomUUID } from 'node:crypto';
import type { Announcement } from '../../contract/announcement.ts';
import { type Catalogue, NO_GAPS } from '../../contract/catalogue.ts';
import { ConfirmRequest, EnrolRequest, type Requester, type Standing } from '../../contract/enrolment.ts';
import type { ErrorCode, ErrorDetails, GuichetError } from '../../contract/errors.ts';
import { fold, hasWords, wordsOf } from '../../contract/fold.ts';
import type { MailWish } from '../../contract/mail-wish.ts';
import type { Person } from '../../contract/people.ts';
import {
  COMMANDS,
  type CommandEnvelope,
  type CommandResult,
  type ServerPolicy,
  SyncRequest,
} from '../../contract/sync.ts';
import type { Participation, TicketSnapshot } from '../../contract/ticket.ts';
import type { Fetch } from '../../main/http/server-client.ts';
import { answerOrRefusal, Refusal } from './refusal.ts';
import { deskTickets } from './tickets-in-memory.ts';
import { fakeUploads } from './tus-uploads.ts';

export const ENROLMENT_KEY = 'gk_enrolment_key_of_contoso';
/** The confirmation token of every mail. */
export const TOKEN = 'ABCD2345';
export const SERVER_URL = 'https://help.example.org';

interface KnownAgent {
  secret: string;
  state: Standing['state'];
  requester: Requester | null;
}

export type ServerInMemory = ReturnType<typeof serverInMemory>;

export function serverInMemory({ ticketsPerAnswer = 200 } = {}) {
  const agents = new Map<string, KnownAgent>();
  const tickets = deskTickets();
  const bodies = new Map<string, string>();
  /** files that agents may download, by SHA-256 */
  const files = new Map<string, Buffer>();
  /** configuration by IT */
  const setUp = {
    catalogue: null as Catalogue | null,
    announcements: [] as Announcement[],
    people: [] as Person[],
    backendGaps: NO_GAPS,
    /** null as an older server, which knows none */
    mailWish: 'unshown' as MailWish | null,
    policy: { attachmentMegabytes: 25, fileTypes: null } as ServerPolicy,
    /** undefined as an older server, which sends none */
    pace: undefined as unknown,
  };
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const uploads = fakeUploads();
  /** all calls, oldest first, such as "POST /v1/sync" */
  const calls: string[] = [];
  const received: CommandEnvelope[] = [];
  const mood = {
    down: false,
    /** carries out the next sync and loses its answer */
    loseNextAnswer: false,
    /** carries out the next sync and delays its answer until this resolves */
    stall: null as Promise<void> | null,
    /** as a version that knows no marks */
    isOld: false,
    keyRevoked: false,
    /** refuses enrolments, as a server does that admits too many others */
    tooManyEnrolments: false,
    /** staff want the data of every agent deleted */
    asksToLeave: false,
    /** returns the error with which a command is held, or null */
    hold: null as ((body: unknown) => ErrorCode | GuichetError | null) | null,
    /** returns the error with which a command is refused, or null, as a server with other rules would */
    refuse: null as ((body: unknown) => { code: ErrorCode; details?: ErrorDetails } | null) | null,
    /** delays the answer to a search for people until this resolves */
    stallPeople: null as Promise<void> | null,
    /** sends wrong bytes for a file */
    damagesFiles: false,
  };

  const SYNC_EVENT = new TextEncoder().encode('event: sync\ndata: {}\n\n');
  const nudge = () => {
    for (const stream of streams) stream.enqueue(SYNC_EVENT);
  };
  function agentOf(request: Request): [string, KnownAgent] {
    const [, id = '', secret] =
      /^Bearer ([^.]+)\.(.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
    const agent = agents.get(id);
    if (!agent || agent.secret !== secret) throw new Refusal('agent-unknown');
    return [id, agent];
  }

  function enrol(body: unknown) {
    const { enrolmentKey, secret } = EnrolRequest.parse(body);
    if (mood.tooManyEnrolments) throw new Refusal('too-many-requests', { retryAfterSeconds: 600 });
    if (enrolmentKey !== ENROLMENT_KEY || mood.keyRevoked) throw new Refusal('enrolment-key-unknown');
    const known = [...agents].find(([, agent]) => agent.secret === secret)?.[0];
    const agentId = known ?? randomUUID();
    if (!known) agents.set(agentId, { secret, state: 'waiting', requester: null });
    return { agentId, organisation: 'Contoso' };
  }

  function confirmAddress(request: Request, body: unknown): Requester {
    const [, agent] = agentOf(request);
    const { token, email, fullName } = ConfirmRequest.parse(body);
    if (token !== TOKEN) throw new Refusal('token-wrong', { triesLeft: 4 });
    agent.requester = { email, fullName };
    return agent.requester;
  }

  function carryOut({ key, kind, body, submittedAt }: CommandEnvelope, agentId: string): CommandResult {
    const agent = agents.get(agentId);
    const held = (error: ErrorCode | GuichetError) =>
      ({ key, outcome: 'held', error: typeof error === 'string' ? { code: error } : error }) as const;
    const refused = (code: ErrorCode, details?: ErrorDetails) =>
      ({ key, outcome: 'refused', error: details ? { code, details } : { code } }) as const;
    if (bodies.has(key)) {
      return bodies.get(key) === JSON.stringify(body) ? { key, outcome: 'accepted' } : refused('key-reused');
    }
    if (agent?.state !== 'active') return held('agent-not-active');
    if (!agent.requester) return held('address-not-confirmed');
    const reason = mood.hold?.(body);
    if (reason) return held(reason);
    const refusal = mood.refuse?.(body);
    if (refusal) return refused(refusal.code, refusal.details);
    if (!filesOf(kind, body).every(({ sha256 }) => uploads.has(agentId, sha256))) {
      return held('attachment-missing');
    }
    const problem = tickets.carryOut({ key, kind, body, submittedAt }, agent.requester);
    if (problem) return refused(problem);
    bodies.set(key, JSON.stringify(body));
    return { key, outcome: 'accepted' };
  }

  function sync(request: Request, body: unknown) {
    const [agentId, agent] = agentOf(request);
    if (mood.asksToLeave) throw new Refusal('leave-asked');
    const { cursor, mark, commands, catalogueVersion, mailWish: told } = SyncRequest.parse(body);
    const mayWish = setUp.mailWish !== null && agent.state === 'active' && agent.requester !== null;
    if (mayWish && told !== null) setUp.mailWish = told;
    const email = agent.requester?.email ?? '';
    const isOther = agent.requester !== null && mark !== null && mark !== tickets.markOf(email, cursor);
    if (cursor > tickets.lastNumber(email) || (cursor > 0 && isOther)) throw new Refusal('cursor-ahead');
    received.push(...commands);
    const results = commands.map((command) => carryOut(command, agentId));
    const newer = agent.state === 'active' ? tickets.changedSince(email, cursor) : [];
    const page = newer.slice(0, ticketsPerAnswer);
    const reached = page.at(-1)?.number ?? (agent.requester ? cursor : 0);
    const { catalogue, announcements, policy, pace, backendGaps } = setUp;
    return {
      standing: {
        ...{ organisation: 'Contoso', state: agent.state, requester: agent.requester },
        mailWish: mayWish ? setUp.mailWish : null,
      },
      policy,
      pace,
      results,
      tickets: page.map(({ snapshot }) => snapshot),
      cursor: reached,
      ...(mood.isOld ? {} : { mark: tickets.markOf(email, reached) }),
      more: newer.length > page.length,
      catalogue: catalogue?.version === catalogueVersion ? null : catalogue,
      backendGaps,
      announcements,
    };
  }

  async function findPeople(request: Request): Promise<Response> {
    agentOf(request);
    const words = wordsOf(new URL(request.url).searchParams.get('search') ?? '');
    const people = setUp.people.filter(({ email, fullName }) =>
      hasWords(fold(`${fullName} ${email}`), words),
    );
    if (mood.stallPeople) await Promise.race([mood.stallPeople, aborted(request.signal)]);
    return Response.json({ people });
  }

  function download(request: Request, path: string): Response {
    const email = agentOf(request)[1].requester?.email ?? '';
    const [, ticketId = '', sha256 = ''] = /^\/v1\/tickets\/([^/]+)\/attachments\/(.+)$/.exec(path) ?? [];
    const bytes = files.get(sha256);
    if (!bytes || !tickets.takesPart(ticketId, email)) throw new Refusal('not-found');
    return new Response(mood.damagesFiles ? Buffer.alloc(bytes.length) : Buffer.from(bytes));
  }

  function events(request: Request): Response {
    agentOf(request);
    let opened: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        opened = controller;
        streams.add(controller);
        controller.enqueue(SYNC_EVENT);
        request.signal.addEventListener('abort', () => streams.delete(controller));
      },
      // A garbage-collected request receives no abort event.
      cancel: () => void streams.delete(opened),
    });
    return new Response(stream);
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const bytes = Buffer.from(await request.arrayBuffer());
    const json = () => JSON.parse(bytes.toString()) as unknown;
    if (pathname === '/v1/enrolments') return Response.json(enrol(json()));
    if (pathname === '/v1/confirmations/tokens') {
      agentOf(request);
      const expiresAt = '2026-01-31T09:55:00.000Z';
      return Response.json({ expiresAt, resendAfterSeconds: 60 }, { status: 202 });
    }
    if (pathname === '/v1/confirmations') return Response.json(confirmAddress(request, json()));
    if (pathname === '/v1/agent') {
      agents.delete(agentOf(request)[0]);
      return new Response(null, { status: 204 });
    }
    if (pathname === '/v1/events') return events(request);
    if (pathname.startsWith('/v1/uploads')) return uploads.answer(agentOf(request)[0], request, bytes);
    if (pathname === '/v1/people') return findPeople(request);
    if (pathname.startsWith('/v1/tickets/')) return download(request, pathname);
    if (pathname === '/v1/sync') {
      const synced = Response.json(sync(request, json()));
      await mood.stall;
      if (!mood.loseNextAnswer) return synced;
      mood.loseNextAnswer = false;
      throw new TypeError('fetch failed');
    }
    throw new Refusal('not-found');
  }

  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    calls.push(`${request.method} ${new URL(request.url).pathname}`);
    if (mood.down) throw new TypeError('fetch failed');
    return answerOrRefusal(() => answer(request));
  };

  function setAll(changed: Partial<KnownAgent>) {
    for (const agent of agents.values()) Object.assign(agent, changed);
    nudge();
  }

  return {
    fetch,
    mood,
    calls: calls as readonly string[],
    /** all commands that reached the server, including repeats */
    received: received as readonly CommandEnvelope[],
    uploads,
    tickets: tickets.all,
    ticketMood: tickets.mood,
    catchUp() {
      tickets.catchUp();
      nudge();
    },
    agentCount: () => agents.size,
    setState: (state: Standing['state']) => setAll({ state }),
    confirm: (email: string) => setAll({ requester: { email, fullName: 'A requester' } }),
    /** Changes a ticket, as a technician or the backend would. */
    update(id: string, changed: Partial<TicketSnapshot>) {
      tickets.change(id, changed);
      nudge();
    },
    invite(id: string, person: Requester, role: Participation = 'contact') {
      tickets.invite(id, person, role);
      nudge();
    },
    setUp(changed: Partial<typeof setUp>) {
      Object.assign(setUp, changed);
      nudge();
    },
    /** Adds a file that tickets may refer to. Returns its SHA-256. */
    addFile(bytes: Buffer): string {
      files.set(sha256(bytes), bytes);
      return sha256(bytes);
    },
    mailWish: () => setUp.mailWish,
    /** Removes all agents, as a new installation of the server would. */
    forgetAgents: () => agents.clear(),
    rewind: tickets.rewind,
    /** Returns a function that restores this moment: tickets, keys and agents, and what agents uploaded. */
    backUp() {
      const restoreTickets = tickets.backUp();
      const restoreUploads = uploads.backUp();
      const [keys, known] = [[...bodies], [...agents].map(([id, agent]) => [id, { ...agent }] as const)];
      return () => {
        restoreTickets();
        restoreUploads();
        bodies.clear();
        for (const [key, body] of keys) bodies.set(key, body);
        agents.clear();
        for (const [id, agent] of known) agents.set(id, { ...agent });
        nudge();
      };
    },
    /** Closes the event streams and refuses connections. */
    goDown() {
      mood.down = true;
      for (const stream of streams) stream.close();
      streams.clear();
    },
    comeBack() {
      mood.down = false;
    },
    streamCount: () => streams.size,
    nudge,
    heartbeat() {
      for (const stream of streams) stream.enqueue(new TextEncoder().encode(': still here\n\n'));
    },
    addTicket: (email: string, snapshot: TicketSnapshot) => tickets.add(snapshot, [[email, snapshot.you]]),
  };
}

function filesOf(kind: string, body: unknown): { sha256: string }[] {
  const naming = kind === 'create-ticket' || kind === 'add-comment' ? COMMANDS[kind].safeParse(body) : null;
  return naming?.success ? naming.data.attachments : [];
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
