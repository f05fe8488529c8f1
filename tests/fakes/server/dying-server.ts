// A server whose process dies between the commit of the backend and its own: run as `node dying-server.ts <data folder>`.
import { createBuiltInConnector } from '../../../server/connectors/built-in.ts';
import { startServer } from '../../../server/index.ts';
import { createClock } from './clock.ts';
import { testConfig } from './help-desk.ts';
import { createSilentLog } from './log.ts';

const clock = createClock();
const server = await startServer(testConfig(process.argv[2] ?? ''), {
  clock,
  log: createSilentLog(),
  connector(db) {
    const desk = createBuiltInConnector({ db, clock });
    return {
      ...desk,
      async createTicket(operation) {
        await desk.createTicket(operation);
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => {});
      },
    };
  },
});
process.stdout.write(`server: ${server.url}\n`);
