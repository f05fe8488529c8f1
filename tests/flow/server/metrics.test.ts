// Health, metrics and traces of a running server, as monitoring reads them.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Refused } from '../../../server/program.ts';
import { ownPort } from '../../fakes/own-port.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { ask } from '../../fakes/server/http.ts';
import { ON_POSTGRES } from '../../fakes/server/own-database.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const root = path.join(import.meta.dirname, '../../..');
const TOKEN = 'a-token-of-prometheus';
let desk: TestServer;
afterEach(() => desk.close());

async function read(url: string, authorization?: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, authorization === undefined ? {} : { headers: { authorization } });
  return { status: answer.status, text: await answer.text() };
}

/** The value of the first sample of this name whose labels have these. */
function sampleOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const has = (line: string) =>
    Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`));
  const line = text.split('\n').find((one) => new RegExp(`^${name}[{ ]`).test(one) && has(one));
  return line === undefined ? Number.NaN : Number(line.split(' ').at(-1));
}

test('the server is alive and ready, and has no metrics unless they are configured', async () => {
  desk = await openTestServer();
  expect((await ask(`${desk.url}/healthz`)).body).toEqual({ status: 'ok' });
  expect((await ask(`${desk.url}/readyz`)).body).toEqual({ status: 'ok', full: [] });
  expect((await read(`${desk.url}/metrics`, `Bearer ${TOKEN}`)).status).toBe(404);
});

describe('with a token, the metrics are on the port of the server', () => {
  test('for whoever has it in the header, and for nobody else', async () => {
    desk = await openTestServer({ environment: { METRICS_TOKEN: TOKEN } });
    const url = `${desk.url}/metrics`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain/),
    ]);
    for (const wrong of [undefined, TOKEN, `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, ''])
      expect((await read(url, wrong)).status).toBe(404);
    expect((await read(`${url}?token=${TOKEN}`)).status).toBe(404);
    const { cookie } = await desk.administrator();
    expect((await ask(url, { headers: { cookie } })).status).toBe(404);
  });

  test('and count what the server does, without a label that callers can choose', async () => {
    desk = await openTestServer({ environment: { METRICS_TOKEN: TOKEN } });
    const agent = await desk.activeAgent('requester@contoso.example');
    await agent.sync([ticketCommand({ title: 'A title of a person' })]);
    await desk.delivered();
    const listener = await listen(`${desk.url}/v1/events`, agent.authorization());
    const readNow = async () => (await read(`${desk.url}/metrics`, `Bearer ${TOKEN}`)).text;
    const before = await readNow();
    for (let count = 0; count < 20; count += 1) await fetch(`${desk.url}/nothing/${count}?q=${count}`);
    await agent.ask(`/v1/people?search=${'x'.repeat(50)}`);
    const after = await readNow();
    listener.close();

    const requests = 'guichet_request_duration_seconds_count';
    expect(sampleOf(after, requests, { operation: 'sync', status: '2xx' })).toBe(1);
    expect(sampleOf(after, requests, { operation: 'other', status: '4xx' })).toBe(20);
    expect(sampleOf(after, requests, { operation: 'listenForSync' })).toBeNaN();
    expect(sampleOf(after, 'guichet_open_streams', { of: 'agents' })).toBe(1);
    expect(sampleOf(after, 'guichet_deliveries', { backend: 'built-in', state: 'waiting' })).toBe(0);
    expect(sampleOf(after, 'guichet_delivery_duration_seconds_count', { outcome: 'done' })).toBe(1);
    expect(sampleOf(after, 'guichet_queue_depth')).toBe(0);
    expect(sampleOf(after, 'guichet_database_bytes', { file: 'main' })).toBeGreaterThan(0);
    expect(sampleOf(after, 'guichet_process_memory_bytes', { kind: 'resident' })).toBeGreaterThan(1e7);
    const series = (text: string) => text.split('\n').filter((line) => /^guichet_request.*_count/.test(line));
    expect(series(after).length - series(before).length).toBeLessThanOrEqual(3);
    for (const secret of [
      agent.id,
      agent.secret,
      agent.identity.hostname,
      'contoso.example',
      'A title',
      TOKEN,
    ])
      expect(after).not.toContain(secret);
  });

  test('what waits is counted with its age', async () => {
    desk = await openTestServer({ environment: { METRICS_TOKEN: TOKEN } });
    const agent = await desk.activeAgent('requester@contoso.example');
    await agent.sync([ticketCommand()]);
    await desk.delivered();
    desk.alter("UPDATE delivery SET state = 'parked'");
    desk.clock.advance(90_000);
    const { text } = await read(`${desk.url}/metrics`, `Bearer ${TOKEN}`);
    expect(sampleOf(text, 'guichet_deliveries', { state: 'parked' })).toBe(1);
    expect(sampleOf(text, 'guichet_delivery_lag_seconds', { state: 'parked' })).toBeGreaterThanOrEqual(90);
    expect(sampleOf(text, 'guichet_queue_depth')).toBe(0);
  });
});

test('on a port of their own the metrics need a token only where one is set, and nothing else is there', async () => {
  const port = await ownPort();
  desk = await openTestServer({ environment: { METRICS_PORT: `${port}` } });
  const url = `http://127.0.0.1:${port}/metrics`;
  expect((await read(url)).text).toMatch(/^# HELP guichet_/);
  expect((await read(`http://127.0.0.1:${port}/healthz`)).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  expect((await read(`${desk.url}/metrics`)).status).toBe(404);
  await desk.close();

  desk = await openTestServer({ environment: { METRICS_PORT: `${port}`, METRICS_TOKEN: TOKEN } });
  expect((await read(url)).status).toBe(401);
  expect((await read(url, `Bearer ${TOKEN}`)).status).toBe(200);
  expect((await read(`${desk.url}/metrics`, `Bearer ${TOKEN}`)).status).toBe(404);
});

test('a taken METRICS_PORT is refused with one sentence, and leaves the data free', async () => {
  const port = await ownPort();
  desk = await openTestServer({ environment: { METRICS_PORT: `${port}` } });
  const other = openTestServer({ environment: { METRICS_PORT: `${port}` } });
  await expect(other).rejects.toThrow(Refused);
  await expect(other).rejects.toThrow(
    `METRICS_PORT is ${port}: another program listens there, or this account may not; choose another.`,
  );
});

test('each metric of the Grafana dashboard is one that the server has', async () => {
  desk = await openTestServer({ environment: { METRICS_TOKEN: TOKEN } });
  const agent = await desk.activeAgent('requester@contoso.example');
  await agent.sync([ticketCommand()]);
  await desk.delivered();
  const { text } = await read(`${desk.url}/metrics`, `Bearer ${TOKEN}`);
  const file = path.join(root, 'docs/operation/grafana-dashboard.json');
  const Dashboard = z.object({
    panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })),
  });
  const { panels } = Dashboard.parse(JSON.parse(readFileSync(file, 'utf8')));
  const named = panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => expr.match(/guichet_\w+/g) ?? []),
  );
  expect(new Set(named).size).toBeGreaterThan(10);
  // counted from the first mail by SMTP on, which this server does not send
  const known = [...text.matchAll(/^(guichet_\w+)/gm)].map(([name]) => name).concat('guichet_mails_total');
  if (!ON_POSTGRES) known.push('guichet_database_connections', 'guichet_database_waiting');
  expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([]);
});

test('spans of requests and deliveries go to the collector, without what a person wrote', async () => {
  const received: string[] = [];
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => received.push(`${request.url} ${chunk.toString()}`));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  desk = await openTestServer({
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  const agent = await desk.activeAgent('requester@contoso.example');
  await agent.sync([ticketCommand({ title: 'A title of a person' })]);
  await desk.delivered();
  // the last spans are sent when the server stops
  await desk.stop();
  const sent = received.join('\n');
  expect(sent).toContain('/v1/traces');
  for (const name of ['"name":"sync"', '"name":"deliver create-ticket"']) expect(sent).toContain(name);
  for (const secret of [agent.id, agent.secret, 'contoso.example', 'A title'])
    expect(sent).not.toContain(secret);
  await desk.start();
  collector.close();
  collector.closeAllConnections();
});
