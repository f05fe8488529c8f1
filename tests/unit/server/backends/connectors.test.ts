// Whatever a connector talks to, its name is checked by the lookup of the connection.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AteraSettings } from '../../../../contract/atera-settings.ts';
import type { BackendSettings } from '../../../../contract/backends.ts';
import { ItopSettings } from '../../../../contract/itop-settings.ts';
import { MailSettings } from '../../../../contract/mail-settings.ts';
import { createConnectors } from '../../../../server/backends/connectors.ts';
import { createSecretSeal } from '../../../../server/backends/secrets.ts';
import { systemChance } from '../../../../server/chance.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { keepNoFiles } from '../../../fakes/mail-desk/no-files.ts';
import { openSharedParser } from '../../../fakes/mail-desk/shared-parser.ts';
import { createBackend } from '../../../fakes/server/backend.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';

let storage: Storage;
beforeAll(async () => {
  storage = await openOwnStorage();
});
afterAll(() => storage.close());

const HOST = 'help.example.org';
/** Reserved, so that nothing answers there where the check is broken (RFC 3927 section 2.1). */
const LINK = '169.254.0.1';
const server = { host: HOST, port: 8080, user: 'guichet' };
const mail = (secure: boolean) =>
  MailSettings.parse({
    ...{ kind: 'mail', to: 'desk@desk.example', replyTo: 'guichet@contoso.example' },
    ...{ numberPattern: '#(\\d+)', template: '{description}', serviceRequestTemplate: '{description}' },
    smtp: { ...server, secure },
    imap: { ...server, secure },
  });

const CASES: readonly (readonly [string, BackendSettings, number])[] = [
  ['iTop', ItopSettings.parse({ kind: 'itop', url: `http://${HOST}:8080/`, user: 'guichet' }), 1],
  ['Atera', AteraSettings.parse({ kind: 'atera', url: `http://${HOST}:8080/api/v3` }), 1],
  ['the mail servers', mail(false), 2],
  ['the mail servers, by TLS', mail(true), 2],
];

test.each(CASES)(
  '%s is not connected to where its name leads to a link-local address',
  async (_what, settings, servers) => {
    const asked: string[] = [];
    const connectors = createConnectors({
      seal: createSecretSeal(Buffer.alloc(32), systemChance),
      kindParts: {
        ...{ db: storage.db, fetch, builtIn: createBackend(), now: () => new Date(), timeout: 5_000 },
        keepFiles: keepNoFiles,
        openParser: openSharedParser,
        resolve(host, _options, done) {
          asked.push(host);
          process.nextTick(done, null, [{ address: LINK, family: 4 }]);
        },
      },
    });
    const secrets = { password: 'secret', imapPassword: 'secret', apiKey: 'secret' };
    const connector = connectors.make({ id: 'backend', settings, secrets });
    const problems = (await connector.check()).flatMap(({ problem }) => problem?.en ?? []);
    await connector.close();
    expect(problems.filter((problem) => problem.includes(`${LINK} (link-local)`))).toHaveLength(servers);
    expect(new Set(asked)).toEqual(new Set([HOST]));
  },
);
