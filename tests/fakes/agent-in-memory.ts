// A fake agent in memory behind `window.guichet`, for tests of windows. Its answers can be refused and delayed.
import { type NoticeName, REQUEST_NAMES, type RequestName } from '../../contract/channels.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type {
  AppState,
  Bridge,
  Draft,
  DraftSummary,
  ImposedSetting,
  LeaveLosses,
  MyAnnouncement,
  MyTicket,
  MyTicketDetail,
  Notice,
  PersonalSettings,
  RequestIn,
  RequestOut,
  TicketListQuery,
} from '../../contract/ipc.ts';
import { NEW_CONTENT } from '../../contract/new-content.ts';
import type { Person } from '../../contract/people.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import { keyOf, ME, ticketOf } from './snapshots.ts';

/** The confirmation token of every mail. */
export const TOKEN = 'ABCD2345';

export const READY: AppState = {
  condition: 'ready',
  problem: null,
  standing: {
    organisation: 'Contoso',
    state: 'active',
    requester: ME,
    suggested: null,
    mayReplace: false,
    mayReturn: false,
    proof: 'token',
    mailWish: 'unshown',
  },
  online: true,
  limited: false,
  hindrance: null,
  recovery: null,
  isRecovering: false,
  waiting: 0,
  unread: 0,
  policy: { screenshots: true, facts: true, fileTypes: null, attachmentMegabytes: 25 },
  hotkey: 'Ctrl+F12',
  language: 'en',
  accent: null,
  version: '0.1.0',
  update: { phase: 'current' },
  hostname: 'DESK-014',
  userName: 'CONTOSO\\requester',
};

const SETTINGS: PersonalSettings = {
  ...ME,
  phone: '',
  site: '',
  room: '',
  language: 'en',
  theme: 'system',
  hotkey: null,
  startAtSignIn: true,
};

/** Returns an empty draft of a new ticket, with these changes. */
export function draftOf({
  content,
  ...more
}: Partial<Omit<Draft, 'content'>> & { content?: object } = {}): Draft {
  return {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    ticketId: null,
    content: { ...NEW_CONTENT, ...content },
    attachments: [],
    facts: [],
    factsComplete: true,
    problem: null,
    ...more,
  };
}

/** Returns a ticket that the help desk has created, as My tickets shows it. */
export function detailOf(
  ticket: Partial<TicketSnapshot> = {},
  more: Partial<MyTicketDetail> = {},
): MyTicketDetail {
  return {
    stage: 'created',
    ticket: ticketOf(ticket),
    waitingComments: [],
    waitingActs: [],
    waitingRating: null,
    pausedUntil: null,
    progress: null,
    ...more,
  };
}

interface AgentData {
  state: AppState;
  draft: Draft | null;
  others: DraftSummary[];
  settings: PersonalSettings;
  imposed: ImposedSetting[];
  /** hotkeys that other programs have registered */
  takenKeys: string[];
  tickets: MyTicketDetail[];
  announcements: MyAnnouncement[];
  /** what leaving this computer would lose */
  losses: LeaveLosses;
  catalogue: RequestOut<'catalogue:read'>;
  people: Person[];
}

type Answers = { [N in RequestName]: (input: RequestIn<N>) => Result<RequestOut<N>> };
type RecordedRequest = { [N in RequestName]: { name: N; input: RequestIn<N> } }[RequestName];

export type AgentInMemory = ReturnType<typeof agentInMemory>;

export function agentInMemory(given: Partial<Omit<AgentData, 'state'>> & { state?: Partial<AppState> } = {}) {
  const kept: AgentData = {
    draft: null,
    others: [],
    settings: SETTINGS,
    imposed: [],
    takenKeys: [],
    tickets: [],
    announcements: [],
    losses: { waiting: 0, drafts: 0, online: true },
    catalogue: { catalogue: null, recent: [], backendGaps: { files: [], approval: [] } },
    people: [],
    ...given,
    state: { ...READY, ...given.state },
  };
  const asked: RecordedRequest[] = [];
  const refusals = new Map<RequestName, GuichetError>();
  const delays = new Map<RequestName, Promise<void>>();
  const listeners: { [N in NoticeName]: Set<(notice: Notice<N>) => void> } = {
    'app:state': new Set(),
    'draft:shown': new Set(),
    'draft:changed': new Set(),
    'catalogue:changed': new Set(),
    'announcements:changed': new Set(),
    'tickets:changed': new Set(),
    'tickets:show': new Set(),
  };
  function tell<N extends NoticeName>(name: N, notice: Notice<N>): void {
    for (const listener of [...listeners[name]]) listener(notice);
  }
  function setState(change: Partial<AppState>): void {
    kept.state = { ...kept.state, ...change };
    tell('app:state', kept.state);
  }
  function changeTicket(id: string, change: (detail: MyTicketDetail) => MyTicketDetail): void {
    kept.tickets = kept.tickets.map((detail) => (detail.ticket.id === id ? change(detail) : detail));
    tell('tickets:changed', { ids: [id] });
  }
  function showDraft(draft: Draft | null): void {
    kept.draft = draft;
    tell('draft:shown', draft);
  }
  const parts = { kept, tell, setState, changeTicket, showDraft };
  const answers: Answers = {
    ...draftAnswers(parts),
    ...ticketAnswers(parts),
    ...settingsAnswers(parts),
    ...otherAnswers(parts),
  };

  function answererOf<N extends RequestName>(name: N) {
    return async (input: RequestIn<N>): Promise<Result<RequestOut<N>>> => {
      asked.push({ name, input } as RecordedRequest);
      await delays.get(name);
      const refusal = refusals.get(name);
      return refusal ? err(refusal.code, refusal.details) : answers[name](input);
    };
  }
  function subscriberOf<N extends NoticeName>(name: N) {
    return (listener: (notice: Notice<N>) => void) => {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    };
  }
  const bridge: Bridge = {
    ask: Object.fromEntries(REQUEST_NAMES.map((name) => [name, answererOf(name)])) as Bridge['ask'],
    hear: Object.fromEntries(
      Object.keys(listeners).map((name) => [name, subscriberOf(name as NoticeName)]),
    ) as Bridge['hear'],
    attachFiles: async (_, files) => ok({ attached: files.length, refused: [] }),
  };

  return {
    bridge,
    kept,
    tell,
    setState,
    changeTicket,
    showDraft,
    /** Returns the inputs of all requests of this name, oldest first. */
    asked: <N extends RequestName>(name: N) =>
      asked
        .filter((one): one is Extract<RecordedRequest, { name: N }> => one.name === name)
        .map(({ input }) => input),
    /** Answers requests of this name with the error from now on; null ends that. */
    refuse(name: RequestName, error: GuichetError | null): void {
      if (error) refusals.set(name, error);
      else refusals.delete(name);
    },
    /** Delays the answers to requests of this name until the returned function is called. */
    hold(name: RequestName): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      delays.set(name, promise);
      return () => {
        delays.delete(name);
        resolve();
      };
    },
  };
}

interface Parts {
  kept: AgentData;
  tell<N extends NoticeName>(name: N, notice: Notice<N>): void;
  setState(change: Partial<AppState>): void;
  changeTicket(id: string, change: (detail: MyTicketDetail) => MyTicketDetail): void;
  showDraft(draft: Draft | null): void;
}

const done = () => ok(undefined);

function draftAnswers({ kept, tell, showDraft }: Parts) {
  return {
    'draft:current': () => ok(kept.draft),
    'draft:others': () => ok(kept.others),
    'draft:open'({ id }) {
      const other = kept.others.find((draft) => draft.id === id);
      if (!other) return err('draft-gone');
      kept.others = kept.others.filter((draft) => draft.id !== id);
      showDraft(draftOf({ id, content: { title: other.title }, problem: other.problem }));
      return done();
    },
    'draft:of-ticket': ({ id }) => ok(draftOf({ ticketId: id })),
    'draft:write'({ id, content }) {
      if (kept.draft?.id === id) kept.draft = { ...kept.draft, content };
      return done();
    },
    'draft:save': done,
    'draft:discard'({ id }) {
      kept.others = kept.others.filter((draft) => draft.id !== id);
      if (kept.draft?.id === id) showDraft(null);
      return done();
    },
    'draft:submit'({ id, content }) {
      const stage = kept.state.online ? 'sent' : 'saved';
      const ticketId = keyOf(kept.tickets.length + 1000);
      const { title, description } = content;
      kept.tickets.unshift(detailOf({ id: ticketId, number: null, title, description }, { stage }));
      // without a notice: the answer tells the window that its draft is gone
      if (kept.draft?.id === id) kept.draft = null;
      tell('tickets:changed', { ids: [ticketId] });
      return ok({ ticketId });
    },
    'draft:capture': done,
    'draft:add-picture': done,
    'draft:replace-picture': done,
    'draft:include': done,
    'draft:remove': done,
  } satisfies Partial<Answers>;
}

function shelfOf({ ticket: { status, you } }: MyTicketDetail): TicketListQuery['shelf'] {
  if (you !== 'requester') return 'invited';
  return status === 'closed' ? 'closed' : 'open';
}

function listed({ ticket, stage, progress }: MyTicketDetail): MyTicket {
  const { id, number, title, status, you, technician, createdAt, dueAt, updatedAt } = ticket;
  const { statusText, numberAwaited } = ticket;
  const line = { id, number, title, status, you, technician, createdAt, dueAt, updatedAt };
  return { ...line, statusText, numberAwaited, stage, progress, unread: false };
}

function ticketAnswers({ kept, tell, changeTicket }: Parts) {
  const find = (id: string) => kept.tickets.find(({ ticket }) => ticket.id === id);
  return {
    'tickets:list'({ shelf, search }) {
      const words = search.toLowerCase().split(' ').filter(Boolean);
      const isFound = ({ ticket }: MyTicketDetail) =>
        words.every((word) => ticket.title.toLowerCase().includes(word));
      const tickets = kept.tickets.filter((detail) =>
        words.length > 0 ? isFound(detail) : shelfOf(detail) === shelf,
      );
      return ok({ tickets: tickets.map(listed), total: tickets.length });
    },
    'tickets:open'({ id }) {
      const detail = find(id);
      return detail ? ok(detail) : err('ticket-not-found');
    },
    'tickets:show'(shown) {
      tell('tickets:show', shown);
      return done();
    },
    'tickets:act'({ id, act }) {
      changeTicket(id, (detail) => ({ ...detail, waitingActs: [...detail.waitingActs, act] }));
      return done();
    },
    'tickets:rate'({ id, rating }) {
      changeTicket(id, (detail) => ({ ...detail, waitingRating: rating }));
      return done();
    },
    'tickets:save-file': () => ok({ name: 'screenshot.png' }),
  } satisfies Partial<Answers>;
}

function settingsAnswers({ kept, setState }: Parts) {
  let tokenSentTo: string | null = null;
  return {
    'settings:read': () => ok({ settings: kept.settings, imposed: kept.imposed, tokenSentTo }),
    'settings:write'(settings) {
      kept.settings = settings;
      setState({ language: settings.language });
      return done();
    },
    'settings:wish-mails'(mailWish) {
      const { standing } = kept.state;
      if (standing) setState({ standing: { ...standing, mailWish } });
      return done();
    },
    'settings:try-hotkey': ({ accelerator }) => ok(kept.takenKeys.includes(accelerator) ? 'taken' : 'free'),
    'settings:send-token'({ email }) {
      tokenSentTo = email.toLowerCase();
      return ok({ expiresAt: '2026-01-31T09:55:00.000Z', resendAfterSeconds: 60 });
    },
    'settings:prepare-leave': () => ok(kept.losses),
    'settings:leave': done,
    'settings:confirm'({ email, fullName, token }) {
      if (token.replace('-', '') !== TOKEN) return err('token-wrong', { triesLeft: 4 });
      const requester = { email: email.toLowerCase(), fullName };
      const { standing } = kept.state;
      if (standing) setState({ condition: 'ready', standing: { ...standing, requester } });
      return ok(requester);
    },
    'settings:sign-in'() {
      const { standing } = kept.state;
      if (standing) setState({ condition: 'ready', standing: { ...standing, requester: ME } });
      return ok(ME);
    },
    'settings:cancel-sign-in': done,
  } satisfies Partial<Answers>;
}

function otherAnswers({ kept, tell, setState }: Parts) {
  return {
    'app:state': () => ok(kept.state),
    'app:recovery-read'() {
      setState({ recovery: null });
      return done();
    },
    'window:open': done,
    'window:close': done,
    'capture:windows': () => ok([]),
    'region:picture': () => ok(null),
    'region:choose': done,
    'catalogue:read': () => ok(kept.catalogue),
    'people:search': ({ search }) =>
      ok({
        people: kept.people.filter(({ fullName }) => fullName.toLowerCase().includes(search.toLowerCase())),
        fromMemory: !kept.state.online,
      }),
    'announcements:list': () => ok(kept.announcements),
    'announcements:join'({ id }) {
      kept.announcements = kept.announcements.map((one) =>
        one.announcement.id === id ? { ...one, joined: 'waiting' } : one,
      );
      tell('announcements:changed', undefined);
      return done();
    },
    'update:restart'() {
      const { update } = kept.state;
      if (update.phase === 'ready') setState({ update: { ...update, restartRequested: true } });
      return done();
    },
  } satisfies Partial<Answers>;
}
