// A process with one server on real data. Its parent starts it on the data of a history, and kills it.
import { join } from 'node:path';
import { destination } from 'pino';
import { BUILT_IN } from '../../server/backends/backend-store.ts';
import { systemChance } from '../../server/chance.ts';
import { parseConfig } from '../../server/config.ts';
import { type RunningServer, startServer } from '../../server/index.ts';
import { createLog } from '../../server/log.ts';
import { createPasswords } from '../../server/staff/passwords.ts';
import { answerQuestions } from './asked.ts';
import { bugOfProcess, bugsOfConnector, bugsOfServer } from './bugs.ts';
import { createDeskConnector, sendTo } from './desk-connector.ts';
import { createFastClock, type FastClock, type Pace } from './fast-clock.ts';
import { limitDatabases, loseLocks } from './sqlite-faults.ts';
import { dieAt, type Moment, step, watchDatabases } from './steps.ts';

interface Start {
  /** environment variables */
  settings: Record<string, string>;
  pace: Pace;
  /** address of the desk; null: the built-in desk */
  deskUrl: string | null;
  /** of a call to the desk, in milliseconds */
  timeout: number;
  /** where it writes what it has to say */
  folder: string;
}

/** Hashes of passwords that take no time. */
const passwords = createPasswords(systemChance, { memoryCost: 8, timeCost: 1, parallelism: 1 });

let running: { server: RunningServer; clock: FastClock } | null = null;

async function start({ settings, pace, deskUrl, timeout, folder }: Start) {
  const parsed = parseConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problem);
  const clock = createFastClock(pace);
  const connectorTo = (url: string) => {
    const send = bugsOfConnector(bugOfProcess(), sendTo(url, timeout));
    return createDeskConnector((call) => step('desk: request', () => send(call)));
  };
  const server = await startServer(parsed.config, {
    clock,
    passwords,
    log: createLog('warn', destination({ dest: join(folder, 'server.log'), sync: true })),
    ...(deskUrl !== null && { backends: { [BUILT_IN]: connectorTo(deskUrl) } }),
  });
  running = { server, clock };
  return { url: server.url, setupToken: server.setupLink?.split('#')[1] ?? '' };
}

const answers = {
  start,
  dieAt: (moment: Moment | null) => dieAt(moment),
  run: (pace: Pace) => running?.clock.run(pace),
  skip: (milliseconds: number) => running?.clock.skip(milliseconds),
  fillDisk: (isFull: boolean) => limitDatabases(isFull),
  loseLocks,
  async stop() {
    await running?.server.close();
    running = null;
  },
};
export type ServerAnswers = typeof answers;

bugsOfServer(bugOfProcess());
watchDatabases();
answerQuestions(answers);
