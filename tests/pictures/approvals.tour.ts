// Takes the pictures of an approval in both languages, for docs/guide-technician.md: the ticket that waits, and the page of the link.
import { join } from 'node:path';
import { expect } from '@playwright/test';
import en from '../../console/locales/en.json' with { type: 'json' };
import fr from '../../console/locales/fr.json' with { type: 'json' };
import { MINUTE } from '../../contract/clock.ts';
import { colleague } from '../e2e/colleague.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { importInto, startOwnServer } from '../e2e/ready-agent.ts';
import { ticketCommand } from '../fakes/server/agent.ts';
import { toldMails } from '../fakes/server/told-mails.ts';
import { keepPicture } from './keep-picture.ts';
import { directory } from './stage.ts';
import { TEXTS } from './texts.ts';

const STORY = {
  en: {
    locale: 'en-US',
    title: 'A computer for the new colleague',
    description: 'She begins on the first of the month, in room C 204.',
    reason: 'As agreed in the budget.',
  },
  fr: {
    locale: 'fr-FR',
    title: 'Un ordinateur pour la nouvelle collègue',
    description: 'Elle commence le premier du mois, en salle C 204.',
    reason: 'Comme convenu dans le budget.',
  },
} as const;

for (const language of ['en', 'fr'] as const) {
  test(`an approval in ${language}`, async () => {
    const [story, t] = [STORY[language], { en, fr }[language]];
    const server = await startOwnServer();
    const desk = await openDesk(server, TEXTS[language].technician);
    const agent = await colleague({ server, desk }, 'colleague@example.org', TEXTS[language].colleague);
    importInto(server.dataDir, 'directory', directory(TEXTS[language]));
    importInto(server.dataDir, 'catalogue', join(root, 'docs/examples/catalogue.json'));
    const { title, description, reason } = story;
    const command = ticketCommand({
      title,
      description,
      categoryId: 'computer-new',
      ticketKind: 'service_request',
    });
    expect(await agent.verdicts(command)).toEqual(['accepted']);
    await expect.poll(async () => (await toldMails(server)).length, { timeout: 3 * MINUTE }).toBe(1);
    const browser = await startBrowser();
    const context = await browser.newContext({
      locale: story.locale,
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.getByLabel(t.session.email).fill('admin@example.org');
    await page.getByLabel(t.session.password).fill(DESK_PASSWORD);
    await page.getByRole('button', { name: t.session.signIn }).click();
    await page.getByRole('link', { name: t.tickets.title }).click();
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('button', { name: t.tickets.approval.name }).waitFor();
    await keepPicture(page, `ticket-approval.${language}`);
    const [mail] = await toldMails(server);
    await page.goto(/https?:\S+\/approval#\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    await page.getByRole('button', { name: t.approval.act.approve }).click();
    await page.getByLabel(t.approval.reason).fill(reason);
    await keepPicture(page, `approval-page.${language}`);
    await page.getByRole('button', { name: t.approval.confirm.approve }).click();
    await page.getByText(t.approval.done.approve).waitFor();
    expect((await desk.ticket(command.key)).status).toBe('approved');
    await browser.close();
    await server.stop();
  });
}
