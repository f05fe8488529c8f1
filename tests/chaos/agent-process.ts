// A process with one agent without windows: real database, real file thread, real HTTP. Its parent asks it to do what a person does.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../contract/result.ts';
import { type Agent, createAgent } from '../../main/agent/agent.ts';
import { conditionOf } from '../../main/agent/condition.ts';
import { createFileWorker } from '../../main/attachments/file-worker.ts';
import { openStorage } from '../../main/db/storage.ts';
import { createDispatcher } from '../../main/ipc/dispatcher.ts';
import { readLocalPolicy } from '../../main/settings/policy.ts';
import { systemChance } from '../../main/support/chance.ts';
import { texts } from '../../main/support/texts.ts';
import { withoutWindows } from '../fakes/without-windows.ts';
import { answerQuestions } from './asked.ts';
import { bugOfProcess, bugsOfAgent } from './bugs.ts';
import { createFastClock, type FastClock, type Pace } from './fast-clock.ts';
import { type AskAgent, createPerson, type Person, type ToSend, unwrapped } from './person.ts';
import { limitDatabases, loseLocks } from './sqlite-faults.ts';
import { dieAt, type Moment, step, watchDatabases } from './steps.ts';

interface Start {
  folder: string;
  /** where the server is */
  address: string;
  enrolmentKey: string;
  machine: string;
  pace: Pace;
  /** of a request, in milliseconds */
  timeout: number;
}

const WORKER = new URL('../../main/attachments/file-thread.ts', import.meta.url);
const log = { info() {}, warn() {}, error() {} };

let running: { agent: Agent; clock: FastClock; ask: AskAgent; person: Person } | null = null;
let isCut = false;
let isDiskFull = false;

function agentNow() {
  if (!running) throw new Error('there is no agent');
  return running;
}

async function withoutNetwork<T>(act: () => Promise<T>): Promise<T> {
  isCut = true;
  return act().finally(() => {
    isCut = false;
  });
}

function start({ folder, address, enrolmentKey, machine, pace, timeout }: Start): void {
  isCut = false;
  isDiskFull = false;
  const storage = openStorage(folder, {
    wrap: {
      name: 'unprotected',
      wrap: (plain) => Buffer.from(plain),
      unwrap: (wrapped) => wrapped.toString(),
    },
    chance: systemChance,
  });
  if (!storage.ok) throw new Error(storage.error.code);
  const { secrets, attachments } = storage.value;
  const worker = createFileWorker(WORKER, { dataKey: secrets.dataKey, folder: attachments });
  const clock = createFastClock(pace);
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads, { recursive: true });
  const send = bugsOfAgent(bugOfProcess(), storage.value, patientFetch(address, timeout));
  const agent = createAgent({
    storage: storage.value,
    worker: {
      ...worker,
      async copy(...given) {
        if (isDiskFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        return step('file: copy', () => worker.copy(...given));
      },
      load: (sha256) => step('file: load', () => worker.load(sha256)),
    },
    system: { clock, chance: systemChance, fetch: send, log, texts, systemLanguage: 'en', version: '0.1.0' },
    device: {
      identity: {
        machineId: machine,
        hostname: machine,
        os: 'Windows 11',
        sid: `S-1-5-21-1-${machine.length}`,
        userName: 'user',
        upn: null,
      },
      account: { fullName: null, email: null },
      deployment: ok({ serverUrl: SERVER_URL, enrolmentKey }),
      localPolicy: () => readLocalPolicy([], log),
    },
    machine: {
      capture: async () => ok([]),
      screens: () => '1920x1080 @100%',
      collectFacts: () => ({}),
      stopFacts: async () => {},
      downloads,
      showInFolder() {},
      openInBrowser: () => Promise.reject(new Error('no browser')),
    },
    desktop: {
      sendNotice() {},
      toast() {},
      onState() {},
      applySettings() {},
      startsAtSignIn: () => false,
      restart() {},
      leaving: { commit() {}, restart() {} },
    },
  });
  const answer = createDispatcher(withoutWindows(agent), log);
  const ask: AskAgent = (name, input) =>
    answer(name, input, { frameUrl: 'guichet://app/index.html#/capture', windowId: 1 });
  const person = createPerson({ agent, ask, name: machine, withoutNetwork });
  running = { agent, clock, ask, person };
  agent.start();
}

/** The address of every server of a history, which is stored with the enrolment: requests go to where the history's server is. */
const SERVER_URL = 'https://help.example.org';

/** Gives up after `timeout`, as the agent does after half a minute and more. */
function patientFetch(address: string, timeout: number): typeof fetch {
  return async (input, init) => {
    if (isCut) throw new TypeError('fetch failed');
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const isStream = pathname.endsWith('/events');
    const body = ['GET', 'HEAD'].includes(method) ? null : await request.arrayBuffer();
    const signal = isStream
      ? request.signal
      : AbortSignal.any([AbortSignal.timeout(timeout), request.signal]);
    const go = () => fetch(`${address}${pathname}${search}`, { method, headers, body, signal });
    if (isStream) return go();
    return step(pathname.endsWith('/sync') ? 'sync: request' : 'upload: request', async () => {
      const answer = await go();
      // the whole answer comes within the time-out, or none
      const whole = [204, 304].includes(answer.status) ? null : await answer.arrayBuffer();
      return new Response(whole, { status: answer.status, headers: answer.headers });
    });
  };
}

const answers = {
  start,
  send: (thing: ToSend) => agentNow().person.send(thing),
  show: (names: readonly string[]) => agentNow().person.show(names),
  dieAt: (moment: Moment | null) => dieAt(moment),
  run: (pace: Pace) => agentNow().clock.run(pace),
  renew: () => agentNow().agent.renew(),
  state() {
    const { agent } = agentNow();
    const state = agent.state();
    return { condition: conditionOf(state).condition, waiting: state.waiting, isSending: agent.isSending() };
  },
  /** Proves the address with a token that `readToken` finds. */
  sendToken: async ({ email }: { email: string }) =>
    unwrapped(agentNow().ask('settings:send-token', { email, fullName: 'A requester' })),
  confirm: async ({ email, token }: { email: string; token: string }) =>
    unwrapped(agentNow().ask('settings:confirm', { email, fullName: 'A requester', token })),
  fillDisk(isFull: boolean) {
    isDiskFull = isFull;
    limitDatabases(isFull);
  },
  loseLocks,
  async stop() {
    await running?.agent.stop();
    running = null;
  },
};
export type AgentAnswers = typeof answers;

watchDatabases();
answerQuestions(answers);
