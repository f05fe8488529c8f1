// Sign-in with the identity provider of the organisation: from the button, through the browser, to a confirmed address.
import { expect } from '@playwright/test';
import {
  type IdentityProvider,
  openIdentityProvider,
  PUBLIC_CLIENT,
} from '../fakes/server/identity-provider.ts';
import { test } from './desktop.ts';
import { fakeBrowser } from './fake-browser.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

let ready: Ready;
let provider: IdentityProvider;
test.afterEach(async () => {
  await ready.close();
  await provider.close();
});

test('the browser confirms the address, and who was confirmed by a token before stays so', async () => {
  const browser = fakeBrowser();
  provider = await openIdentityProvider();
  provider.accounts = {
    alice: { email: 'requester@example.org', email_verified: true, name: 'Alice Martin' },
  };
  ready = await readyAgent({ agentEnv: browser.env });
  await ready.desk.useSignIn({
    issuer: provider.issuer,
    clientId: PUBLIC_CLIENT,
    addressClaim: 'email',
    acceptsUnverified: false,
  });
  const form = await ready.agent.window('capture');
  await form.evaluate(() => window.guichet.ask['window:open']('settings'));
  const settings = await ready.agent.window('settings');
  await expect(settings.getByText('You are A requester; your address requester@example.org')).toBeVisible();
  await settings.getByRole('button', { name: 'Sign in with your browser' }).click();
  await expect(settings.getByText('Your browser shows the sign-in page')).toBeVisible();
  const page = await fetch(await provider.visit(await browser.address(), 'alice'));
  expect(await page.text()).toContain('You can close this page');
  await expect(settings.getByText('requester@example.org is confirmed by your organisation.')).toBeVisible();
  await expect(settings.getByText('You are Alice Martin; your address requester@example.org')).toBeVisible();
});
