// The one PostgreSQL of a test run: started before the tests, with a migrated database to copy.
import pg from 'pg';
import { openPostgres } from '../../../server/storage/postgres.ts';
import { rememberOrigin } from './origin.ts';
import { startPostgres } from './start-postgres.ts';

/** The migrated database that each test's own is copied from. */
export const TEMPLATE = 'guichet_template';
const VARIABLE = 'GUICHET_TEST_POSTGRES';

/** Returns the address of a database of the running PostgreSQL, as a superuser. */
export function postgresUrl(database: string): string {
  const url = new URL(process.env[VARIABLE] ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

/** Starts it, for vitest (`globalSetup`), unless the variable names one that runs already. Returns what stops it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const postgres = process.env[VARIABLE] === undefined ? await startPostgres() : null;
  if (postgres) process.env[VARIABLE] = postgres.url;
  const admin = new pg.Client(postgresUrl('postgres'));
  await admin.connect();
  await admin.query(`drop database if exists ${TEMPLATE}`);
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const opened = await openPostgres(postgresUrl(TEMPLATE));
  if (!opened.ok) throw new Error(opened.problem);
  await opened.storage.close();
  const template = new pg.Client(postgresUrl(TEMPLATE));
  await template.connect();
  await rememberOrigin(template);
  await template.end();
  return async () => postgres?.stop();
}
