// A small help desk server in memory that speaks the agent's contract over fetch, and can be made to misbehave.
import { createHash, randomUUID } from 'node:crypto';
import { ConfirmRequest, EnrolRequest, type Requester, type Standing } from '../../contract/enrolment.ts';
import { type ErrorCode, type ErrorDetails, sentenceOf, statusOf } from '../../contract/errors.ts';
import { COMMANDS, type CommandEnvelope, type CommandResult, SyncRequest } from '../../contract/sync.ts';
import type { TicketComment, TicketSnapshot } from '../../contract/ticket.ts';
import type { Fetch } from '../../main/sync/server-client.ts';
import { fakeUploads } from './tus-uploads.ts';

export const ENROLMENT_KEY = 'gk_enrolment_key_of_contoso';
/** what the fake mails to everyone */
export const TOKEN = 'ABCD2345';
export const SERVER_URL = 'https://help.example.org';

interface KnownAgent {
  secret: string;
  state: Standing['state'];
  requester: Requester | null;
}

class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  constructor(code: ErrorCode, details?: ErrorDetails) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export type HelpDesk = ReturnType<typeof helpDesk>;

export function helpDesk({ ticketsPerAnswer = 200 } = {}) {
  const agents = new Map<string, KnownAgent>();
  const tickets = new Map<string, { owner: string; seq: number; snapshot: TicketSnapshot }>();
  const bodies = new Map<string, string>();
  const seqs = new Map<string, number>();
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const uploads = fakeUploads();
  /** what was asked, oldest first, such as "POST /v1/sync" */
  const calls: string[] = [];
  const received: CommandEnvelope[] = [];
  const mood = {
    down: false,
    /** carry the next sync out, then lose its answer */
    loseNextAnswer: false,
    /** carry the next sync out, then answer only when this resolves */
    stall: null as Promise<void> | null,
    keyRevoked: false,
    /** holds some commands */
    hold: null as ((body: unknown) => ErrorCode | null) | null,
    /** refuses some commands, as a server with other rules would */
    refuse: null as ((body: unknown) => { code: ErrorCode; details?: ErrorDetails } | null) | null,
  };

  const nudge = () => {
    for (const stream of streams) stream.enqueue(new TextEncoder().encode('event: sync\ndata: {}\n\n'));
  };
  function change(owner: string, snapshot: TicketSnapshot) {
    const seq = (seqs.get(owner) ?? 0) + 1;
    seqs.set(owner, seq);
    tickets.set(snapshot.id, { owner, seq, snapshot });
  }

  function agentOf(request: Request): [string, KnownAgent] {
    const [, id = '', secret] =
      /^Bearer ([^.]+)\.(.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
    const agent = agents.get(id);
    if (!agent || agent.secret !== secret) throw new Refusal('agent-unknown');
    return [id, agent];
  }

  function enrol(body: unknown) {
    const { enrolmentKey, secret } = EnrolRequest.parse(body);
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
    const owner = agent?.requester?.email;
    const held = (code: ErrorCode) => ({ key, outcome: 'held', error: { code } }) as const;
    const refused = (code: ErrorCode, details?: ErrorDetails) =>
      ({ key, outcome: 'refused', error: details ? { code, details } : { code } }) as const;
    if (bodies.has(key)) {
      return bodies.get(key) === JSON.stringify(body) ? { key, outcome: 'accepted' } : refused('key-reused');
    }
    if (agent?.state !== 'active') return held('agent-not-active');
    if (!owner) return held('address-not-confirmed');
    const reason = mood.hold?.(body);
    if (reason) return held(reason);
    const refusal = mood.refuse?.(body);
    if (refusal) return refused(refusal.code, refusal.details);
    if (kind === 'create-ticket') {
      const { ticketKind, ...ticket } = COMMANDS['create-ticket'].parse(body);
      if (!ticket.attachments.every(({ sha256 }) => uploads.has(agentId, sha256)))
        return held('attachment-missing');
      const created = { id: key, kind: ticketKind, number: null, status: 'new', technician: null } as const;
      const times = { createdAt: submittedAt, updatedAt: submittedAt };
      change(owner, { ...ticket, ...created, ...times, solution: null, comments: [] });
    } else {
      const { ticketId, body: text } = COMMANDS['add-comment'].parse(body);
      const found = tickets.get(ticketId);
      if (found?.owner !== owner) return refused('ticket-not-found');
      if (found.snapshot.status === 'closed') return refused('ticket-closed');
      const written = { id: key, body: text, createdAt: submittedAt, attachments: [] };
      const comment: TicketComment = { ...written, author: 'requester', authorName: 'A requester' };
      const comments = [...found.snapshot.comments, comment];
      change(owner, { ...found.snapshot, comments });
    }
    bodies.set(key, JSON.stringify(body));
    return { key, outcome: 'accepted' };
  }

  function sync(request: Request, body: unknown) {
    const [agentId, agent] = agentOf(request);
    const { cursor, commands } = SyncRequest.parse(body);
    const owner = agent.requester?.email ?? '';
    if (cursor > (seqs.get(owner) ?? 0)) throw new Refusal('cursor-ahead');
    received.push(...commands);
    const results = commands.map((command) => carryOut(command, agentId));
    const newer = [...tickets.values()]
      .filter((ticket) => ticket.owner === owner && ticket.seq > cursor)
      .sort((a, b) => a.seq - b.seq);
    const answered = newer.slice(0, ticketsPerAnswer);
    return {
      standing: { organisation: 'Contoso', state: agent.state, requester: agent.requester },
      results,
      tickets: answered.map(({ snapshot }) => snapshot),
      cursor: answered.at(-1)?.seq ?? (agent.requester ? cursor : 0),
      more: newer.length > answered.length,
    };
  }

  function events(request: Request): Response {
    agentOf(request);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        streams.add(controller);
        request.signal.addEventListener('abort', () => streams.delete(controller));
      },
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
    if (pathname === '/v1/events') return events(request);
    if (pathname.startsWith('/v1/uploads')) return uploads.answer(agentOf(request)[0], request, bytes);
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
    try {
      return await answer(request);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      const { code, details } = problem;
      const error = details ? { code, details } : { code };
      const message = sentenceOf(error, 'en');
      return Response.json({ error: { ...error, message } }, { status: statusOf(code) });
    }
  };

  function setAll(changed: Partial<KnownAgent>) {
    for (const agent of agents.values()) Object.assign(agent, changed);
    nudge();
  }

  return {
    fetch,
    mood,
    calls: calls as readonly string[],
    /** every command that reached the server, repeats included */
    received: received as readonly CommandEnvelope[],
    uploads,
    tickets: (): TicketSnapshot[] => [...tickets.values()].map(({ snapshot }) => snapshot),
    agentCount: () => agents.size,
    setState: (state: Standing['state']) => setAll({ state }),
    confirm: (email: string) => setAll({ requester: { email, fullName: 'A requester' } }),
    /** as a technician or the backend does */
    update(id: string, changed: Partial<TicketSnapshot>) {
      const found = tickets.get(id);
      if (!found) throw new Error(`no ticket ${id}`);
      change(found.owner, { ...found.snapshot, ...changed });
      nudge();
    },
    /** the server forgets its agents, as after a new installation */
    forgetAgents: () => agents.clear(),
    /** the server goes back to a backup without the last changes of this requester */
    rewind: (email: string) => seqs.set(email, 1),
    /** cuts the event streams and refuses connections */
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
    addTicket: change,
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
