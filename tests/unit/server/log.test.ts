import { SqliteError } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createLog } from '../../../server/log.ts';
import { DatabaseAway } from '../../../server/storage/dialect/database-failure.ts';

test('credentials are hidden in every log line, and a search is not logged', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const secret = 'hunter2';
  log.info(
    { token: secret, headers: { authorization: secret, cookie: secret, 'set-cookie': secret } },
    'one',
  );
  log.info({ answer: { headers: { 'set-cookie': secret } }, request: { body: { password: secret } } }, 'two');
  log.info({ enrolmentKey: secret, agent: { secret } }, 'three');
  log.info({ req: { method: 'GET', url: `/v1/console/tickets?search=${secret}` } }, 'four');
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain(secret);
  expect(JSON.parse(lines[3] ?? '')).toMatchObject({ req: { method: 'GET', path: '/v1/console/tickets' } });
});

test('of an error the log has no text, which may quote what somebody wrote', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.error({ err: new SyntaxError('"The payroll of Martine" is not valid JSON') }, 'a request failed');
  log.error(new Error('the payroll of Martine'));
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('Martine');
  expect(lines[0]).toContain('SyntaxError');
});

test('the token of a signed link is not logged, valid or not', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const token = 'T0ken-of_a-link';
  for (const url of [`/files/${token}`, `/files/${token}?a=b`, `/files/${token}/more`]) {
    log.info({ req: { method: 'GET', url } }, 'incoming request');
  }
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain(token);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ req: { path: '/files/(hidden)' } });
});

test('a database that is away is named in short lines, because everything that asks it fails', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.error({ err: new DatabaseAway('the connection to PostgreSQL is lost') }, 'the worker failed');
  log.error({ err: new SqliteError('database or disk is full', 'SQLITE_FULL') }, 'the worker failed');
  log.error({ err: new SqliteError('no such table: ticket', 'SQLITE_ERROR') }, 'the worker failed');
  const said = lines.map((line) => JSON.parse(line).err);
  expect(said).toEqual([
    { type: 'DatabaseAway' },
    { type: 'SqliteError', code: 'SQLITE_FULL' },
    { type: 'SqliteError', code: 'SQLITE_ERROR', at: expect.any(Array) },
  ]);
});
