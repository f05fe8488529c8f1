// Takes the pictures of one's own account in the console in both languages, for docs/guide-staff.md.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import type { Language } from '../../contract/primitives.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { plugInDevice } from '../e2e/passkey-device.ts';
import { startOwnServer } from '../e2e/ready-agent.ts';
import { ownPort } from '../fakes/own-port.ts';

const LABELS = {
  en: {
    fullName: 'An administrator',
    account: 'Account',
    setUp: 'Set up',
    next: 'Next',
    key: 'Key',
    code: 'Code',
    confirm: 'Confirm',
    passkeys: 'Passkeys',
    add: 'Add',
    name: 'Office laptop',
    prove: 'Confirm that it is you',
    signIn: 'Sign in',
    provider: 'Sign in with Contoso',
  },
  fr: {
    fullName: 'Une administratrice',
    account: 'Compte',
    setUp: 'Configurer',
    next: 'Suivant',
    key: 'Clé',
    code: 'Code',
    confirm: 'Confirmer',
    passkeys: 'Clés d’accès',
    add: 'Ajouter',
    name: 'Portable du bureau',
    prove: 'Confirmez que c’est vous',
    signIn: 'Se connecter',
    provider: 'Se connecter avec Contoso',
  },
} as const;

async function keep(page: Page, name: string, language: Language): Promise<void> {
  await page.mouse.move(1, 1);
  const path = join(root, 'docs/pictures', `${name}.${language}.png`);
  await page.screenshot({ path, animations: 'disabled' });
}

test('the own account', async () => {
  const browser = await startBrowser();
  for (const language of ['en', 'fr'] satisfies Language[]) {
    const labels = LABELS[language];
    // passkeys belong to a host name
    const PORT = `${await ownPort()}`;
    const server = await startOwnServer({ PORT, PUBLIC_URL: `http://localhost:${PORT}` });
    await openDesk(server, labels.fullName);
    const viewport = { width: 1280, height: 1060 };
    const page = await browser.newPage({ locale: language === 'fr' ? 'fr-FR' : 'en-GB', viewport });
    await page.goto(`${server.url}/account`);
    await page.getByRole('textbox').first().fill('admin@example.org');
    await page.locator('input[type=password]').fill(DESK_PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: labels.account, exact: true })).toBeVisible();
    await plugInDevice(page);
    await page
      .getByRole('region', { name: labels.passkeys })
      .getByRole('button', { name: labels.add })
      .click();
    await page.keyboard.type(labels.name);
    await page.keyboard.press('Enter');
    const proof = page.getByRole('dialog', { name: labels.prove });
    await expect(proof).toBeVisible();
    await keep(page, 'account-proof', language);
    await proof.locator('input[type=password]').fill(DESK_PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: labels.setUp, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=password]').fill(DESK_PASSWORD);
    await dialog.getByRole('button', { name: labels.next }).click();
    const secret = await dialog.getByLabel(labels.key, { exact: true }).inputValue();
    await keep(page, 'account-second-factor', language);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await dialog.getByLabel(labels.code, { exact: true }).fill(code);
    await dialog.getByRole('button', { name: labels.confirm }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(10);
    await dialog.getByRole('button').last().click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await keep(page, 'account', language);
    const provider = {
      ...{ label: labels.provider, issuer: 'https://id.example.org', clientId: 'guichet' },
      ...{ groupsClaim: 'groups', administratorGroups: [], technicianGroups: ['help-desk'] },
    };
    const headers = { origin: server.url };
    const set = await page.request.put(`${server.url}/v1/console/staff-provider`, {
      data: provider,
      headers,
    });
    expect(set.ok()).toBe(true);
    await page.context().clearCookies();
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(server.url);
    await expect(page.getByRole('button', { name: labels.signIn, exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: labels.signIn })).toHaveCount(3);
    await keep(page, 'sign-in-ways', language);
    await page.getByRole('textbox').first().fill('admin@example.org');
    await page.locator('input[type=password]').fill(DESK_PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel(labels.code, { exact: true })).toBeFocused();
    await keep(page, 'account-sign-in', language);
    await page.close();
    await server.stop();
  }
  await browser.close();
});
