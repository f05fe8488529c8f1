// The table of capabilities in docs/backends.md matches the connectors.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AteraSettings } from '../../contract/atera-settings.ts';
import { BackendKind } from '../../contract/backends.ts';
import { ActElsewhere } from '../../contract/elsewhere.ts';
import { ItopSettings } from '../../contract/itop-settings.ts';
import { MailSettings } from '../../contract/mail-settings.ts';
import { systemClock } from '../../server/clock.ts';
import { createAteraConnector } from '../../server/connectors/atera/index.ts';
import type { Capabilities, Connector } from '../../server/connectors/connector.ts';
import { createItopConnector } from '../../server/connectors/itop/index.ts';
import { createMailConnector } from '../../server/connectors/mail/index.ts';
import { createSentMails } from '../../server/connectors/mail/sent-mails.ts';
import { createBuiltInConnector } from '../../server/desk/built-in.ts';
import type { Database } from '../../server/storage/schema.ts';
import { keepNoFiles } from '../fakes/mail-desk/no-files.ts';
import { openSharedParser } from '../fakes/mail-desk/shared-parser.ts';
import { openOwnStorage } from '../fakes/server/own-storage.ts';

const parts = { fetch, now: () => new Date(), timeout: 1000 };
const url = 'https://desk.example.org';
const mailServer = { host: 'mail.example.org', port: 993, secure: true, user: 'guichet' };

/** Returns the capabilities in the order of the table's columns, without connecting. */
function declared(db: Database): Capabilities[] {
  const mail = MailSettings.parse({
    kind: 'mail',
    to: 'desk@example.org',
    smtp: mailServer,
    imap: mailServer,
    replyTo: 'guichet@example.org',
    numberPattern: '#([0-9]+)',
    template: '{description}',
    serviceRequestTemplate: '{description}',
  });
  const connectors: Record<BackendKind, Connector> = {
    'built-in': createBuiltInConnector({ db, clock: systemClock }),
    itop: createItopConnector(ItopSettings.parse({ kind: 'itop', url, user: 'guichet' }), {}, parts),
    atera: createAteraConnector(AteraSettings.parse({ kind: 'atera', noteTechnician: '31' }), {}, parts),
    mail: createMailConnector(
      mail,
      {},
      { ...parts, sent: createSentMails(db, 'mail'), keepFiles: keepNoFiles, openParser: openSharedParser },
    ),
  };
  return Object.values(connectors).map(({ capabilities }) => capabilities);
}

/** The first word of the row of an act of staff. */
function staffRow(act: ActElsewhere): string {
  return `staff_${act.replace('-', '_')}`;
}

/** Returns the expected cell of one capability; `name` is the first word of its row. */
function cellOf({ acts, staff, ...others }: Capabilities, name: string): string {
  const all: Record<string, boolean | string> = { ...others };
  for (const act of ActElsewhere.options) all[staffRow(act)] = staff[act] !== undefined;
  for (const act of ['close', 'reopen', 'approve', 'reject'] as const) all[act] = acts.includes(act);
  const value = all[name];
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

test('the table of capabilities matches what the connectors declare', async () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../docs/backends.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)`[^|]*\|(.+)\|$/gm)].map(([, name = '', cells = '']) => ({
    name,
    cells: cells.split('|').map((cell) => cell.trim()),
  }));
  const columns = BackendKind.options.length;
  const table = rows.filter(({ cells }) => cells.length === columns);
  const { db, close } = await openOwnStorage();
  const connectors = declared(db);
  const { acts: _, staff: __, ...others } = connectors[0] as Capabilities;
  const names = [
    ...Object.keys(others),
    'close',
    'reopen',
    'approve',
    'reject',
    ...ActElsewhere.options.map(staffRow),
  ];
  expect(table.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  for (const { name, cells } of table)
    expect({ name, cells }).toEqual({
      name,
      cells: connectors.map((capabilities) => cellOf(capabilities, name)),
    });
  await close();
});
