// A server whose process dies with the first mail: `node dying-mailer.ts before` the SMTP server has it, or `after`. DATA_DIR,
// DATABASE_URL and SMTP_URL say on which data, and to where.
import { startServer } from '../../../server/index.ts';
import { createSmtpMailer } from '../../../server/mail/mailer.ts';
import { createClock } from './clock.ts';
import { createSilentLog } from './log.ts';
import { testConfig } from './test-server.ts';

const log = createSilentLog();
const clock = createClock('2030-01-02T09:00:00.000Z');
const smtp = createSmtpMailer({ url: process.env.SMTP_URL ?? '', tokens: null }, 'help@contoso.example', log);
await startServer(testConfig(process.env.DATA_DIR ?? '', { DATABASE_URL: process.env.DATABASE_URL ?? '' }), {
  clock,
  log,
  mailer: {
    async send(mail) {
      if (process.argv[2] === 'after') await smtp.send(mail);
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    },
    close() {},
  },
});
// the time that the server waits for between two looks
setInterval(() => clock.advance(5000), 10);
