// The server's pages in a real browser: readable under their content security policy.
import { expect } from '@playwright/test';
import { test } from './desktop.ts';
import { startBrowser } from './parts.ts';
import { startOwnServer } from './ready-agent.ts';

for (const [path, heading] of [
  ['/', 'Sign in'],
  ['/docs', 'Guichet'],
  ['/mailbox', 'Mailbox'],
] as const) {
  test(`${path} is shown, and its content security policy blocks nothing on it`, async () => {
    const server = await startOwnServer();
    const browser = await startBrowser();
    const page = await browser.newPage({ locale: 'en-US' });
    const blocked: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) blocked.push(message.text());
    });
    await page.goto(new URL(path, server.url).href);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(blocked).toEqual([]);
    await browser.close();
    await server.stop();
  });
}
