// As console, on PostgreSQL: what SQLite has is moved there.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { test } from '../e2e/desktop.ts';
import { emptyFolder } from '../e2e/parts.ts';
import { DURABLE, startPostgres } from '../fakes/postgres/start-postgres.ts';
import { FEW, INDEXING, MANY, measureConsole, startDesk } from './console-calls.ts';
import { record } from './figures.ts';
import { seedDesk } from './seed-desk.ts';

const MOVE = join(import.meta.dirname, '../../server/move.ts');

test('console-pg', async () => {
  test.setTimeout(2 * INDEXING);
  const postgres = await startPostgres(DURABLE);
  const [many, few] = [await filled(postgres.url, 'many', MANY), await filled(postgres.url, 'few', FEW)];
  const { list, search, devices } = await measureConsole(many, few);
  await many.stop();
  await few.stop();
  await postgres.stop();
  record('console-pg', {
    listP95: list.p95,
    listGrowth: list.growth,
    searchP95: search.p95,
    searchGrowth: search.growth,
    devicesP95: devices.p95,
  });
});

async function filled(server: string, name: string, size: typeof MANY) {
  const folder = emptyFolder('console');
  await seedDesk(folder, size);
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await promisify(execFile)(process.execPath, [MOVE, '--from', folder, '--to', url]);
  return startDesk({ DATABASE_URL: url });
}
