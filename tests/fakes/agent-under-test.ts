// A whole agent without Electron: real database, real picture thread, a screen of one colour, a network of choice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import type { NoticeName, RequestName } from '../../contract/channels.ts';
import type { Notice, RequestIn, RequestOut } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Agent, createAgent, type ToastTarget } from '../../main/agent.ts';
import type { Bitmap } from '../../main/capture/picture-store.ts';
import { createPictureWorker } from '../../main/capture/picture-worker.ts';
import { conditionOf } from '../../main/condition.ts';
import type { KeyWrap } from '../../main/db/secrets.ts';
import { openStorage } from '../../main/db/storage.ts';
import { createAnswerer, type Handlers } from '../../main/ipc/answerer.ts';
import { systemChance } from '../../main/support/chance.ts';
import type { Clock } from '../../main/support/clock.ts';
import type { Log } from '../../main/support/log.ts';
import { texts } from '../../main/support/texts.ts';
import type { Fetch } from '../../main/sync/server-client.ts';
import { ENROLMENT_KEY, SERVER_URL } from './help-desk.ts';
import { manualClock } from './manual-clock.ts';

export const WORKER = new URL('../../main/capture/encode-worker.ts', import.meta.url);
export const IDENTITY = {
  machineId: 'a-machine',
  hostname: 'DESK-042',
  os: 'Windows 11',
  sid: 'S-1-5-21-1-2-3-1001',
  userName: String.raw`CONTOSO\user`,
  upn: null,
};

/** As the system's key store, for tests that do not test it. */
export const plainWrap: KeyWrap = {
  name: 'unprotected',
  wrap: (plain) => Buffer.from(plain),
  unwrap: (wrapped) => wrapped.toString(),
};

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** 4 x 2 pixels of one colour. */
export function screenOf(blue: number, green: number, red: number): Bitmap {
  const pixels = Buffer.alloc(4 * 2 * 4, Buffer.from([blue, green, red, 255]));
  return { pixels, width: 4, height: 2 };
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'guichet-agent-'));
}

type ToldNotice = { [N in NoticeName]: { name: N; notice: Notice<N> } }[NoticeName];

export interface AgentUnderTest {
  agent: Agent;
  folder: string;
  toasts: { title: string; body: string; target: ToastTarget }[];
  notices: ToldNotice[];
  ask<N extends RequestName>(name: N, input: RequestIn<N>): Promise<Result<RequestOut<N>>>;
  condition(): string;
  /** Writes and sends a ticket; answers its id. */
  submit(title: string, picture?: Bitmap): Promise<string>;
  /** Ends at once, as by SIGKILL: the network is cut in the middle of whatever was going on. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

export function startAgent({
  fetch,
  folder = emptyFolder(),
  clock = manualClock(),
  serverUrl = SERVER_URL,
  enrolmentKey = ENROLMENT_KEY,
  log = silentLog,
  captureAgain = async () => screenOf(9, 9, 9),
}: {
  fetch: Fetch;
  folder?: string;
  clock?: Clock;
  serverUrl?: string;
  enrolmentKey?: string;
  log?: Log;
  captureAgain?: () => Promise<Bitmap>;
}): AgentUnderTest {
  const storage = openStorage(folder, { wrap: plainWrap, chance: systemChance });
  if (!storage.ok) throw new Error(storage.error.code);
  const { secrets, attachments } = storage.value;
  const toasts: AgentUnderTest['toasts'] = [];
  const notices: ToldNotice[] = [];
  let isCut = false;
  const agent = createAgent({
    storage: storage.value,
    worker: createPictureWorker(WORKER, { dataKey: secrets.dataKey, folder: attachments }),
    deployment: ok({ serverUrl, enrolmentKey }),
    identity: IDENTITY,
    fetch: async (input, init) => {
      const answer = isCut ? null : await fetch(input, init);
      if (isCut || !answer) throw new TypeError('fetch failed');
      return answer;
    },
    clock,
    chance: systemChance,
    log,
    texts,
    version: '0.1.0',
    systemLanguage: 'en',
    captureAgain,
    tell: (name, notice) => notices.push({ name, notice } as ToldNotice),
    toast: (toast, target) => toasts.push({ ...toast, target }),
    onState() {},
  });
  const answer = createAnswerer(withoutWindows(agent), log);
  agent.start();

  const ask: AgentUnderTest['ask'] = (name, input) =>
    answer(name, input, { frameUrl: 'guichet://app/index.html#/capture', windowId: 1 });

  async function submit(title: string, picture = screenOf(1, 2, 3)): Promise<string> {
    agent.openDraft({ picture });
    const draft = await ask('draft:current', undefined);
    if (!draft.ok || !draft.value) throw new Error('no draft');
    const submitted = await ask('draft:submit', { id: draft.value.id, title, description: `About ${title}` });
    if (!submitted.ok) throw new Error(submitted.error.code);
    return submitted.value.ticketId;
  }

  async function kill(): Promise<void> {
    isCut = true;
    await agent.stop();
    // what was under way meets the cut before another agent opens the same folder
    await nextTurn();
  }

  return {
    agent,
    folder,
    toasts,
    notices,
    ask,
    condition: () => conditionOf(agent.state()).condition,
    submit,
    kill,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An enrolled, active agent with a confirmed address. */
export async function startReadyAgent(
  desk: {
    fetch: Fetch;
    setState(state: 'active'): void;
    confirm(email: string): void;
    agentCount(): number;
    streamCount(): number;
  },
  options: Partial<Parameters<typeof startAgent>[0]> = {},
): Promise<AgentUnderTest> {
  const started = startAgent({ fetch: desk.fetch, ...options });
  await expect.poll(() => desk.streamCount()).toBeGreaterThan(0);
  desk.setState('active');
  desk.confirm('requester@example.org');
  await expect.poll(() => started.condition()).toBe('ready');
  return started;
}

function withoutWindows(agent: Agent): Handlers {
  const refuse = () => err('not-found');
  return {
    ...agent.handlers,
    'app:state': refuse,
    'window:open': refuse,
    'window:close': refuse,
    'tickets:show': refuse,
  };
}

/** To be called once in a test file: what it answers takes each agent of a test, and removes it after that test. */
export function removedAfterEach(): (agent: AgentUnderTest) => AgentUnderTest {
  const running: AgentUnderTest[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((agent) => agent.remove()));
  });
  return (agent) => {
    running.push(agent);
    return agent;
  };
}
