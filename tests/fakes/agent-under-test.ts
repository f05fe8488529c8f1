// A whole agent without Electron: with a real database, a real file thread, a fake screen, and the network of the test.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import type { NoticeName, RequestName } from '../../contract/channels.ts';
import type { Draft, DraftContent, Notice, RequestIn, RequestOut } from '../../contract/ipc.ts';
import { ok, type Result } from '../../contract/result.ts';
import { type Agent, createAgent } from '../../main/agent/agent.ts';
import { conditionOf } from '../../main/agent/condition.ts';
import type { Desktop, Machine, System } from '../../main/agent/environment.ts';
import { createFileWorker } from '../../main/attachments/file-worker.ts';
import type { Captured } from '../../main/capture/captured.ts';
import type { Bitmap } from '../../main/capture/picture-store.ts';
import { openStorage } from '../../main/db/storage.ts';
import type { Toast, ToastTarget } from '../../main/desktop/toast-xml.ts';
import type { Fetch } from '../../main/http/server-client.ts';
import { createDispatcher } from '../../main/ipc/dispatcher.ts';
import { commitToLeave } from '../../main/process/leaving.ts';
import { type LocalPolicy, readLocalPolicy } from '../../main/settings/policy.ts';
import { systemChance } from '../../main/support/chance.ts';
import type { Log } from '../../main/support/log.ts';
import { texts } from '../../main/support/texts.ts';
import { manualClock } from './manual-clock.ts';
import { ENROLMENT_KEY, SERVER_URL } from './server-in-memory.ts';
import { plainWrap } from './storage.ts';
import { withoutWindows } from './without-windows.ts';

export const WORKER = new URL('../../main/attachments/file-thread.ts', import.meta.url);
export const IDENTITY = {
  machineId: 'a-machine',
  hostname: 'DESK-042',
  os: 'Windows 11',
  sid: 'S-1-5-21-1-2-3-1001',
  userName: String.raw`CONTOSO\user`,
  upn: null,
};

export { plainWrap };

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** A policy that imposes nothing. */
export const NO_LOCAL_POLICY = readLocalPolicy([], silentLog);

/** Returns a picture of 4 x 2 pixels in one colour; the last pixel is white. */
export function screenOf(blue: number, green: number, red: number): Bitmap {
  const pixels = Buffer.alloc(4 * 2 * 4, Buffer.from([blue, green, red, 255]));
  pixels.fill(255, pixels.length - 4);
  return { pixels, width: 4, height: 2 };
}

/** Returns a capture of one display, or of several, of which only the first is included in the ticket. */
export function captured(...bitmaps: Bitmap[]): Captured {
  return ok(bitmaps.map((bitmap, at) => ({ bitmap, included: at === 0 })));
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'guichet-agent-'));
}

type RecordedNotice = { [N in NoticeName]: { name: N; notice: Notice<N> } }[NoticeName];

export interface AgentUnderTest {
  agent: Agent;
  folder: string;
  toasts: (Toast & { target: ToastTarget })[];
  notices: RecordedNotice[];
  ask<N extends RequestName>(name: N, input: RequestIn<N>): Promise<Result<RequestOut<N>>>;
  condition(): string;
  /** paths of files that were shown in their folder */
  shownInFolder: string[];
  /** how often it asked to be started anew */
  restarts: string[];
  /** Returns the draft in the form. Throws when there is none. */
  shown(): Promise<Draft>;
  /** Opens the form and fills it in, without sending. Returns the draft. */
  compose(written?: Partial<DraftContent>, picture?: Captured): Promise<Draft>;
  /** Fills in and sends a ticket. Returns its id. */
  submit(title: string, written?: Partial<DraftContent>, picture?: Bitmap): Promise<string>;
  /** Ends at once, as by SIGKILL: running requests fail. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** The parts that a test may replace. */
type Replaceable = Pick<System, 'fetch'> &
  Partial<
    Pick<System, 'clock' | 'log'> &
      Pick<Machine, 'capture' | 'collectFacts' | 'openInBrowser'> &
      Pick<Desktop, 'applySettings'>
  >;

export function startAgent({
  fetch,
  folder = emptyFolder(),
  clock = manualClock(),
  serverUrl = SERVER_URL,
  enrolmentKey = ENROLMENT_KEY,
  log = silentLog,
  capture = async () => captured(screenOf(9, 9, 9)),
  collectFacts = () => ({ system: Promise.resolve('Windows 11 Pro (10.0.26100)') }),
  applySettings = () => {},
  openInBrowser = () => Promise.reject(new Error('this computer has no browser')),
  policy = {},
}: Replaceable & {
  folder?: string;
  serverUrl?: string;
  enrolmentKey?: string;
  policy?: Partial<LocalPolicy>;
}): AgentUnderTest {
  const storage = openStorage(folder, { wrap: plainWrap, chance: systemChance, clock });
  if (!storage.ok) throw new Error(storage.error.code);
  const { secrets, attachments } = storage.value;
  const toasts: AgentUnderTest['toasts'] = [];
  const notices: RecordedNotice[] = [];
  const shownInFolder: string[] = [];
  const restarts: string[] = [];
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads, { recursive: true });
  let isCut = false;
  const agent = createAgent({
    storage: storage.value,
    worker: createFileWorker(WORKER, { dataKey: secrets.dataKey, folder: attachments }),
    system: {
      clock,
      chance: systemChance,
      fetch: async (input, init) => {
        const answer = isCut ? null : await fetch(input, init);
        if (isCut || !answer) throw new TypeError('fetch failed');
        return answer;
      },
      log,
      texts,
      systemLanguage: 'en',
      version: '0.1.0',
    },
    device: {
      identity: IDENTITY,
      account: { fullName: null, email: null },
      deployment: ok({ serverUrl, enrolmentKey }),
      localPolicy: () => ({ ...NO_LOCAL_POLICY, ...policy }),
    },
    machine: {
      capture,
      screens: () => '4x2 @100%',
      collectFacts,
      stopFacts: async () => {},
      downloads,
      showInFolder: (path) => shownInFolder.push(path),
      openInBrowser,
    },
    desktop: {
      sendNotice: (name, notice) => notices.push({ name, notice } as RecordedNotice),
      toast: (toast, target) => toasts.push({ ...toast, target }),
      onState() {},
      applySettings,
      startsAtSignIn: () => false,
      restart: () => restarts.push('damage'),
      leaving: { commit: () => commitToLeave(folder), restart: () => restarts.push('now') },
    },
  });
  const answer = createDispatcher(withoutWindows(agent), log);
  agent.start();

  const ask: AgentUnderTest['ask'] = (name, input) =>
    answer(name, input, { frameUrl: 'guichet://app/index.html#/capture', windowId: 1 });

  async function shown(): Promise<Draft> {
    const draft = await ask('draft:current', undefined);
    if (!draft.ok || !draft.value) throw new Error('no draft is shown');
    return draft.value;
  }

  async function compose(written: Partial<DraftContent> = {}, picture = captured(screenOf(1, 2, 3))) {
    agent.form.open({ captured: picture });
    const { id, content } = await shown();
    const result = await ask('draft:write', { id, content: { ...content, ...written } });
    if (!result.ok) throw new Error(result.error.code);
    return shown();
  }

  async function submit(title: string, written: Partial<DraftContent> = {}, picture = screenOf(1, 2, 3)) {
    const description = `About ${title}`;
    const { id, content } = await compose({ title, description, ...written }, captured(picture));
    const submitted = await ask('draft:submit', { id, content, act: null });
    if (!submitted.ok) throw new Error(submitted.error.code);
    return submitted.value.ticketId;
  }

  async function kill(): Promise<void> {
    isCut = true;
    await agent.stop();
    // lets running requests fail before another agent opens the same folder
    await nextTurn();
  }

  return {
    agent,
    folder,
    toasts,
    notices,
    ask,
    shownInFolder,
    restarts,
    shown,
    compose,
    condition: () => conditionOf(agent.state()).condition,
    submit,
    kill,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts an agent and waits until it is enrolled, active and has a confirmed address. */
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
  const others = desk.streamCount();
  const started = startAgent({ fetch: desk.fetch, ...options });
  await expect.poll(() => desk.streamCount()).toBeGreaterThan(others);
  desk.setState('active');
  desk.confirm('requester@example.org');
  await expect.poll(() => started.condition()).toBe('ready');
  return started;
}

/** Call it once in a test file. Returns a function that registers an agent for removal after the current test. */
export function removedAfterEach(): (agent: AgentUnderTest) => AgentUnderTest {
  const running: AgentUnderTest[] = [];
  afterEach(async () => {
    const ended = running.splice(0);
    // Restarted agents share a folder: all are stopped before it is removed.
    await Promise.all(ended.map((agent) => agent.kill()));
    await Promise.all(ended.map((agent) => agent.remove()));
  });
  return (agent) => {
    running.push(agent);
    return agent;
  };
}
