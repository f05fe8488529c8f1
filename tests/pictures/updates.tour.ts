// Takes the pictures of the updates page in both languages, with a rollout under way, for docs/guide-updates.md.
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Language } from '../../contract/primitives.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { ENROLMENT_KEY, startOwnServer } from '../e2e/ready-agent.ts';
import { enrolAgent } from '../fakes/server/agent.ts';
import { ask } from '../fakes/server/http.ts';
import { buildRelease, offerRelease, stageRelease } from '../fakes/server/releases.ts';
import type { FakeStaff } from '../fakes/server/test-server.ts';

const DAY = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
/** Number of agents by version. */
const RUNNING = { '1.4.0': 21, '1.5.0': 4, '1.5.1': 7 };

async function administrator(url: string): Promise<FakeStaff> {
  const json = { email: 'admin@example.org', password: DESK_PASSWORD };
  const signedIn = await ask(`${url}/v1/console/session`, { json, headers: { origin: url } });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return {
    cookie,
    ask: (path, options = {}) =>
      ask(`${url}/v1/console${path}`, { ...options, headers: { cookie, origin: url, ...options.headers } }),
  };
}

async function setUp(url: string): Promise<void> {
  const staff = await administrator(url);
  for (const [agentVersion, count] of Object.entries(RUNNING))
    for (let agent = 0; agent < count; agent++) await enrolAgent(url, ENROLMENT_KEY, { agentVersion });
  const build = (version: string, days: number) => buildRelease(version, { builtAt: ago(days) });
  await offerRelease(url, staff, build('1.4.0', 40));
  const faulty = await offerRelease(url, staff, build('1.5.0', 6), { percentage: 10 });
  await stageRelease(staff, faulty, { percentage: 10, paused: true });
  await offerRelease(url, staff, build('1.5.1', 2), { percentage: 25, replacesPaused: true });
  await offerRelease(url, staff, build('1.6.0-beta.1', 1), { channel: 'beta' });
}

test('the page of updates', async () => {
  const server = await startOwnServer();
  await openDesk(server);
  await setUp(server.url);
  const browser = await startBrowser();
  for (const language of ['en', 'fr'] satisfies Language[]) {
    const viewport = { width: 1280, height: 860 };
    const page = await browser.newPage({ locale: language === 'fr' ? 'fr-FR' : 'en-GB', viewport });
    await page.goto(server.url);
    await page.getByRole('textbox').first().fill('admin@example.org');
    await page.locator('input[type=password]').fill(DESK_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: language === 'fr' ? 'Mises à jour' : 'Updates' }).click();
    await expect(page.getByRole('listitem').getByRole('heading')).toHaveCount(4);
    await page.mouse.move(1, 1);
    const path = join(root, 'docs/pictures', `updates.${language}.png`);
    await page.screenshot({ path, animations: 'disabled' });
    await page.close();
  }
  await browser.close();
  await server.stop();
});
