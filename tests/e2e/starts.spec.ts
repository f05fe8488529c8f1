// Every way to open the agent: a key press, a second start, a guichet:// link, the start at sign-in; and the proxy of
// policy. Runs on Windows too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { expect } from '@playwright/test';
import { test } from './desktop.ts';
import { emptyFolder, root, startAgent } from './parts.ts';
import { ENROLMENT_KEY, type Ready, readyAgent, startOwnServer, untilCondition } from './ready-agent.ts';

let ready: Ready;
test.beforeAll(async () => {
  ready = await readyAgent();
});
test.afterAll(() => ready.close());

/** Starts a second process of the agent, as Windows does for an icon or a link. It ends by itself. */
async function startOnceMore(...args: string[]): Promise<void> {
  const switches = (process.env.GUICHET_ELECTRON_SWITCHES ?? '').split(' ').filter(Boolean);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    process.env.GUICHET_ELECTRON ?? '',
    [...switches, ...asRoot, `--user-data-dir=${ready.userData}`, root, ...args],
    { stdio: 'ignore' },
  );
  await once(child, 'exit');
}

test('a key press, a link and a second start open the right window, and the start at sign-in none', async () => {
  const { agent } = ready;
  const form = await agent.openForm();
  await form.getByLabel('Title').fill('The beamer shows no picture');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  await agent.close('capture');

  await startOnceMore('--hidden');
  // The later start is handled after the hidden one: what the first had opened would be open by now.
  await startOnceMore('--', 'guichet://new');
  await expect.poll(() => agent.isShown('capture')).toBe(true);
  expect(await agent.isShown('tickets')).toBe(false);
  await agent.close('capture');
  await startOnceMore('--', 'guichet://settings');
  await expect.poll(() => agent.isShown('tickets')).toBe(true);
  expect(await agent.isShown('capture')).toBe(false);
  expect(await agent.isShown('settings')).toBe(false);
  await agent.close('tickets');

  const page = await agent.window('capture');
  const list = await page.evaluate(() =>
    window.guichet.ask['tickets:list']({ shelf: 'open', search: '', older: false, limit: 10 }),
  );
  const id = list.ok ? list.value.tickets[0]?.id : undefined;
  await startOnceMore('--', `guichet://ticket/${id}`);
  const tickets = await agent.window('tickets');
  await expect(tickets.getByRole('heading', { name: /The beamer shows no picture/ })).toBeVisible();
  await agent.close('tickets');

  await startOnceMore('--', 'guichet://new');
  await expect.poll(() => agent.isShown('capture')).toBe(true);
  await expect((await agent.window('capture')).getByLabel('Title')).toHaveValue('');
  await agent.close('capture');
});

test('every call goes through the proxy of policy', async () => {
  const proxied: string[] = [];
  const proxy = createServer((incoming, outgoing) => {
    proxied.push(incoming.url ?? '');
    const { method, headers } = incoming;
    const forwarded = request(incoming.url ?? '', { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' ? address?.port : null;
  const server = await startOwnServer();
  const agent = await startAgent(emptyFolder('agent'), {
    GUICHET_SERVER_URL: server.url,
    GUICHET_ENROLMENT_KEY: ENROLMENT_KEY,
    // Chromium bypasses the proxy for loopback addresses by default.
    GUICHET_POLICY: JSON.stringify({ Proxy: `127.0.0.1:${port}`, ProxyBypass: '<-loopback>' }),
  });
  await untilCondition(agent, 'waiting-for-activation');
  await expect.poll(() => proxied.some((url) => url.endsWith('/v1/events'))).toBe(true);
  expect(proxied).toContain(`${server.url}/v1/enrolments`);
  await agent.quit();
  await server.stop();
  proxy.closeAllConnections();
  proxy.close();
});
