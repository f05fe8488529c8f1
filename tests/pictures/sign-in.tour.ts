// Takes the pictures of the sign-in in both languages, in the agent and in the console, for docs/guide-sign-in.md.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DESK_PASSWORD } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { fakeBrowser } from '../e2e/fake-browser.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { openIdentityProvider, PUBLIC_CLIENT } from '../fakes/server/identity-provider.ts';
import { setStage, show } from './stage.ts';
import { standIn } from './stand-in.ts';

const CONSOLE = {
  en: {
    locale: 'en-GB',
    devices: 'Devices',
    view: 'Sign-in',
    change: 'Change sign-in',
    test: 'Test',
    fine: /^The provider can be used/,
  },
  fr: {
    locale: 'fr-FR',
    devices: 'Appareils',
    view: 'Connexion',
    change: 'Modifier la connexion',
    test: 'Tester',
    fine: /^Le fournisseur est utilisable/,
  },
} as const;

for (const language of ['en', 'fr'] as const) {
  test(`the sign-in in ${language}`, async () => {
    const provider = await openIdentityProvider();
    const browserOfAgent = fakeBrowser();
    const stage = await setStage(language, browserOfAgent.env);
    await stage.ready.desk.useSignIn({
      issuer: provider.issuer,
      clientId: PUBLIC_CLIENT,
      addressClaim: 'email',
      acceptsUnverified: false,
    });
    const settings = await show(stage, 'settings');
    await settings.getByRole('button', { name: stage.t('settings.signIn.button') }).click();
    await expect(settings.getByText(stage.t('settings.signIn.waiting'))).toBeVisible();
    await stage.keep(settings, 'sign-in-settings');
    provider.accounts = { other: { email: 'other@example.org', email_verified: true, name: 'Other' } };
    await (await fetch(await provider.visit(await browserOfAgent.address(), 'other'))).text();
    await expect(settings.getByRole('button', { name: stage.t('settings.signIn.button') })).toBeVisible();
    await settings.evaluate(() => window.guichet.ask['window:open']('capture'));
    const form = await stage.ready.agent.window('capture');
    await expect(form.getByText(stage.t('notReady.return'))).toBeVisible();
    await stage.keep(form, 'sign-in-other-account');
    const browser = await startBrowser();
    const page = await browser.newPage({
      locale: CONSOLE[language].locale,
      viewport: { width: 1280, height: 940 },
    });
    await standIn(page, 'https://id.example.org', provider.issuer);
    await consolePicture(page, stage.ready.server.url, language);
    await browser.close();
    await stage.close();
    await provider.close();
  });
}

async function consolePicture(page: Page, url: string, language: 'en' | 'fr'): Promise<void> {
  const words = CONSOLE[language];
  await page.goto(url);
  await page.getByRole('textbox').first().fill('admin@example.org');
  await page.locator('input[type=password]').fill(DESK_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: words.devices }).click();
  await page.getByRole('tab', { name: words.view }).click();
  await page.getByRole('button', { name: words.change }).click();
  await page.getByRole('button', { name: words.test, exact: true }).click();
  await expect(page.getByText(words.fine)).toBeVisible();
  await page.mouse.move(1, 1);
  const path = join(root, 'docs/pictures', `sign-in-dialog.${language}.png`);
  await page.screenshot({ path, animations: 'disabled' });
}
