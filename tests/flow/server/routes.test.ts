// The routes that a started server has, as its library knows them: those of the HTTP table, and a stated few.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { API } from '../../../contract/api.ts';
import type { HttpOperation } from '../../../contract/operation.ts';
import { ask } from '../../fakes/server/http.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { OTHER_ROUTES } from './rights/other-routes.ts';

/** Where Fastify announces each new application. */
const CHANNEL = 'fastify.initialization';

const registered = new Set<string>();
let consoleDir: string;
let desk: TestServer;

function noteRoutes(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) registered.add(`${one} ${url.replace(/(?<=.)\/$/, '')}`);
  });
}

beforeAll(async () => {
  consoleDir = await mkdtemp(path.join(tmpdir(), 'guichet-console-'));
  await writeFile(path.join(consoleDir, 'index.html'), '<!doctype html>');
  subscribe(CHANNEL, noteRoutes);
  desk = await openTestServer({ environment: { CONSOLE_DIR: consoleDir } });
  unsubscribe(CHANNEL, noteRoutes);
});
afterAll(async () => {
  await desk.close();
  await rm(consoleDir, { recursive: true });
});

test('a route is in the HTTP table, which says who may call it, or among the stated others', () => {
  const ofTable = Object.values<HttpOperation>(API).map(({ method, path }) => `${method} ${path}`);
  const stated = new Set([...ofTable, ...OTHER_ROUTES.map(({ url }) => `GET ${url}`)]);
  // Fastify adds HEAD to each GET
  const unknown = [...registered].filter(
    (route) => !stated.has(route.replace(/^HEAD /, 'GET ')) && !stated.has(route),
  );
  expect(unknown).toEqual([]);
  expect([...stated].filter((route) => !registered.has(route))).toEqual([]);
});

test('the other routes answer anybody without a redirect, and everybody the same', async () => {
  const { cookie } = await desk.administrator();
  for (const { caller, example } of OTHER_ROUTES) {
    expect(caller).toBe('anyone');
    const [nobody, staff] = await Promise.all([
      ask(`${desk.url}${example}`, { redirect: 'manual' }),
      ask(`${desk.url}${example}`, { headers: { cookie }, redirect: 'manual' }),
    ]);
    expect({ example, isRedirect: isRedirect(nobody.status) }).toEqual({ example, isRedirect: false });
    expect(staff.body).toEqual(nobody.body);
  }
});

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
