// Takes the pictures of the page Mails in both languages, for docs/guide-operation.md.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Language } from '../../contract/primitives.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { startOwnServer } from '../e2e/ready-agent.ts';

const LABELS = {
  en: { mails: 'Mails', edit: 'Ticket resolved, in English', preview: 'Preview' },
  fr: { mails: 'Courriels', edit: 'Ticket résolu, en français', preview: 'Aperçu' },
} as const;

async function keep(page: Page, name: string, language: Language): Promise<void> {
  await page.mouse.move(1, 1);
  const path = join(root, 'docs/pictures', `${name}.${language}.png`);
  await page.screenshot({ path, animations: 'disabled' });
}

test('the texts of mails, and one that is edited', async () => {
  const browser = await startBrowser();
  for (const language of ['en', 'fr'] satisfies Language[]) {
    const labels = LABELS[language];
    const server = await startOwnServer();
    await openDesk(server, language === 'fr' ? 'Une administratrice' : 'An administrator');
    const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
    const page = await browser.newPage({ locale, viewport: { width: 1280, height: 860 } });
    await page.goto(`${server.url}/mails`);
    await page.getByRole('textbox').first().fill('admin@example.org');
    await page.locator('input[type=password]').fill(DESK_PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: labels.mails, exact: true })).toBeVisible();
    await expect(page.getByRole('combobox')).toBeVisible();
    await keep(page, 'mails', language);
    await page.getByRole('button', { name: labels.edit, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: labels.preview, exact: true }).click();
    await expect(dialog.getByRole('region', { name: labels.preview })).toBeVisible();
    await keep(page, 'mail-text', language);
    await page.close();
    await server.stop();
  }
  await browser.close();
});
