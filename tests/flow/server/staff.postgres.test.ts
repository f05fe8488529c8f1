// Staff on several servers of one PostgreSQL: a deactivation is at once everywhere, and acts on administrators wait for each other.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../contract/result.ts';
import { asAdministrator } from '../../../server/staff/as-administrator.ts';
import { openPostgres } from '../../../server/storage/postgres.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { firstOrganisation, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const environment = { SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
const NADIA = { email: 'nadia@contoso.example', fullName: 'Nadia Haddad', role: 'technician' } as const;
const PAUL = { email: 'paul@contoso.example', fullName: 'Paul Roy', role: 'administrator' } as const;

let first: TestServer;
let second: TestServer;
beforeEach(async () => {
  first = await openTestServer({ environment });
  second = await openTestServer({ environment, database: first.database });
});
afterEach(async () => {
  await second.close();
  await first.close();
});

test('who is deactivated at one server is cut off at the other', async () => {
  const administrator = await second.administrator();
  const id = await insertStaff(first, NADIA);
  const browser = openBrowser(first);
  await browser.signIn(NADIA.email);
  const stream = await listen(`${first.url}/v1/console/events`, { cookie: browser.cookie() });
  expect(codeOf(await administrator.ask(`/staff/${id}/deactivation`, { method: 'PUT' }))).toBe('status 200');
  await until(stream.ended, 'the stream at the other server ends');
  expect(codeOf(await browser.send('/session'))).toBe('not-signed-in');
  expect(codeOf(await browser.signIn(NADIA.email))).toBe('credentials-wrong');
});

test('who is limited at one server is cut off at the other, and sees no more than that there', async () => {
  const administrator = await second.administrator();
  const { id: organisationId } = await firstOrganisation(administrator);
  const id = await insertStaff(first, NADIA);
  const browser = openBrowser(first);
  await browser.signIn(NADIA.email);
  const stream = await listen(`${first.url}/v1/console/events`, { cookie: browser.cookie() });
  const json = { fullName: NADIA.fullName, role: NADIA.role, organisationIds: [organisationId] };
  expect(codeOf(await administrator.ask(`/staff/${id}`, { method: 'PUT', json }))).toBe('status 200');
  await until(stream.ended, 'the stream at the other server ends');
  expect((await browser.send('/session')).body).toMatchObject({ organisationIds: [organisationId] });
});

test('two administrators who demote each other at two servers at the same moment: one is refused', async () => {
  const own = await second.administrator();
  const [row] = await first.rows("SELECT id FROM staff WHERE email = 'admin@contoso.example'");
  const id = await insertStaff(first, PAUL);
  const browser = openBrowser(first);
  await browser.signIn(PAUL.email);
  const json = { fullName: 'Somebody', role: 'technician', organisationIds: null };
  const answers = await Promise.all([
    own.ask(`/staff/${id}`, { method: 'PUT', json }),
    browser.send(`/staff/${row?.id}`, { method: 'PUT', json }),
  ]);
  expect(answers.map(codeOf).filter((code) => code === 'status 200')).toHaveLength(1);
  expect(await first.rows("SELECT id FROM staff WHERE role = 'administrator'")).toHaveLength(1);
});

test.each(['read committed', 'serializable'] as const)(
  'who is demoted while their act waits does not act, %s',
  async (level) => {
    await second.administrator();
    const id = await insertStaff(first, PAUL);
    const url = first.database.databaseUrl ?? '';
    const opened = await openPostgres(url);
    if (!opened.ok) throw new Error(opened.problem);
    const { db, close } = opened.storage;
    const atLevel = Object.create(db, {
      transaction: { value: () => db.transaction().setIsolationLevel(level) },
    });
    const other = new pg.Client(url);
    await other.connect();
    await other.query('begin');
    await other.query("update staff set role = 'technician' where id = $1", [id]);
    let acted = 0;
    const acting = asAdministrator(atLevel, { id }, async () => {
      acted += 1;
      return ok(undefined);
    });
    await until(async () => {
      const [waiting] = await first.rows(
        "SELECT count(*) AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      return waiting?.count === 1;
    }, 'the act waits');
    await other.query('commit');
    await other.end();
    expect(await acting).toMatchObject({ ok: false, error: { code: 'administrator-only' } });
    expect(acted).toBe(0);
    await close();
  },
);
