// The server's own pages in a real browser: readable under the policy they are sent with.
import { expect } from '@playwright/test';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { startOwnServer } from './ready-agent.ts';

for (const [path, heading] of [
  ['/', 'Sign in'],
  ['/docs', 'Guichet'],
  ['/mailbox', 'Mailbox'],
] as const) {
  test(`${path} shows itself, and the browser refuses nothing of it`, async () => {
    const server = await startOwnServer();
    const browser = await startBrowser();
    const page = await browser.newPage({ locale: 'en-US' });
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto(new URL(path, server.url).href);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(refused).toEqual([]);
    await browser.close();
    await server.stop();
  });
}
