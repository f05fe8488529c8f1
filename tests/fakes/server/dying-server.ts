// A server whose process dies after the backend's commit and before its own. `node dying-server.ts <operation>`: it dies
// after this operation. DATA_DIR and DATABASE_URL say on which data.
import { createBuiltInConnector } from '../../../server/desk/built-in.ts';
import { startServer } from '../../../server/index.ts';
import { createClock } from './clock.ts';
import { createSilentLog } from './log.ts';
import { testConfig } from './test-server.ts';

const clock = createClock();
const server = await startServer(
  testConfig(process.env.DATA_DIR ?? '', { DATABASE_URL: process.env.DATABASE_URL ?? '' }),
  {
    clock,
    log: createSilentLog(),
    connector(db) {
      const desk = createBuiltInConnector({ db, clock });
      const fatal = process.argv[2] === 'transition' ? 'transition' : 'createTicket';
      async function dieAfter(operation: Promise<unknown>): Promise<never> {
        await operation;
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => {});
      }
      return fatal === 'transition'
        ? { ...desk, transition: (operation) => dieAfter(desk.transition(operation)) }
        : { ...desk, createTicket: (operation) => dieAfter(desk.createTicket(operation)) };
    },
  },
);
process.stdout.write(`server: ${server.url}\n`);
