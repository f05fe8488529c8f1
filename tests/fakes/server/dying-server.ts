// A server whose process dies between the commit of the backend and its own: run as `node dying-server.ts <data folder> <operation>`,
// the operation being the one after which it dies.
import { createBuiltInConnector } from '../../../server/desk/built-in.ts';
import { startServer } from '../../../server/index.ts';
import { createClock } from './clock.ts';
import { createSilentLog } from './log.ts';
import { testConfig } from './test-server.ts';

const clock = createClock();
const server = await startServer(testConfig(process.argv[2] ?? ''), {
  clock,
  log: createSilentLog(),
  connector(db) {
    const desk = createBuiltInConnector({ db, clock });
    const fatal = process.argv[3] === 'transition' ? 'transition' : 'createTicket';
    async function dieAfter(operation: Promise<unknown>): Promise<never> {
      await operation;
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    }
    return fatal === 'transition'
      ? { ...desk, transition: (operation) => dieAfter(desk.transition(operation)) }
      : { ...desk, createTicket: (operation) => dieAfter(desk.createTicket(operation)) };
  },
});
process.stdout.write(`server: ${server.url}\n`);
