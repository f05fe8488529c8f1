// Takes the pictures of a ticket at the built-in desk in both languages, for docs/guide-technician.md.
import { join } from 'node:path';
import { expect } from '@playwright/test';
import en from '../../console/locales/en.json' with { type: 'json' };
import fr from '../../console/locales/fr.json' with { type: 'json' };
import { toDateField } from '../../console/ui/date-field.ts';
import { DAY } from '../../contract/clock.ts';
import { colleague } from '../e2e/colleague.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { importInto, startOwnServer } from '../e2e/ready-agent.ts';
import { commentCommand, ticketCommand } from '../fakes/server/agent.ts';
import { keepPicture } from './keep-picture.ts';
import { directory } from './stage.ts';
import { TEXTS } from './texts.ts';

const STORY = {
  en: {
    locale: 'en-US',
    team: 'Rooms and screens',
    title: 'The screen of room B 12 stays black',
    description: 'The light is on, the picture is not. The lesson at 2 p.m. needs it.',
    question: 'Does another cable change anything?',
    answer: 'No, I have tried two.',
    note: 'Who has a spare one?',
    reason: 'The supplier brings a new screen.',
    solution: 'The screen was replaced under warranty.',
    category: /Projector or screen/,
    room: 'Room',
    campus: 'North campus',
    why: 'A room for exams.',
    duplicate: 'No picture in B 12',
  },
  fr: {
    locale: 'fr-FR',
    team: 'Salles et écrans',
    title: 'L’écran de la salle B 12 reste noir',
    description: 'Le voyant est allumé, mais il n’y a pas d’image. Le cours de 14 h en a besoin.',
    question: 'Est-ce qu’un autre câble y change quelque chose ?',
    answer: 'Non, j’en ai essayé deux.',
    note: 'Qui en a un de rechange ?',
    reason: 'Le fournisseur apporte un nouvel écran.',
    solution: 'L’écran a été remplacé sous garantie.',
    category: /Projecteur ou écran/,
    room: 'Local',
    campus: 'Campus nord',
    why: 'Une salle d’examen.',
    duplicate: 'Pas d’image en B 12',
  },
} as const;

/** Of the colleague, who has confirmed it on another computer. */
const NEW_ADDRESS = 'new.name@example.org';

for (const language of ['en', 'fr'] as const) {
  test(`a ticket in ${language}`, async () => {
    const [story, texts, t] = [STORY[language], TEXTS[language], { en, fr }[language]];
    const server = await startOwnServer();
    const desk = await openDesk(server, texts.technician);
    const agent = await colleague({ server, desk }, 'colleague@example.org', texts.colleague);
    const { key } = await newTicket(agent, story);
    const duplicate = await newTicket(agent, { title: story.duplicate, description: '' });
    for (const { key: id } of [{ key }, duplicate])
      await expect.poll(async () => (await desk.ticket(id)).number).toBeTruthy();
    importInto(server.dataDir, 'directory', directory(texts));
    importInto(server.dataDir, 'catalogue', join(root, 'docs/examples/catalogue.json'));
    await desk.createTeam(story.team);
    const browser = await startBrowser();
    const context = await browser.newContext({
      locale: story.locale,
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    const keep = (name: string) => keepPicture(page, `${name}.${language}`);
    await page.goto(server.url);
    await page.getByLabel(t.session.email).fill('admin@example.org');
    await page.getByLabel(t.session.password).fill(DESK_PASSWORD);
    await page.getByRole('button', { name: t.session.signIn }).click();
    await page.getByRole('link', { name: t.tickets.title }).click();
    await page.getByRole('link', { name: story.title }).click();
    const { act, pending } = t.tickets;
    await page.getByRole('button', { name: act.assign, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').last().click();
    await expect(dialog.getByRole('option').last()).toBeVisible();
    await keep('ticket-assign');
    await dialog.getByRole('option').last().click();
    await dialog.getByRole('button', { name: act.assign, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await desk.reply(key, story.question);
    await agent.sync([commentCommand(key, { body: story.answer })]);
    await page.getByText(story.answer).waitFor();
    await page.getByRole('tab', { name: act.note }).click();
    const text = page.getByRole('textbox', { name: t.tickets.message });
    await text.fill(story.note);
    await text.pressSequentially(' @');
    await page.getByRole('option').first().scrollIntoViewIfNeeded();
    await keep('ticket-mention');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: act.note }).click();
    await page.getByRole('button', { name: t.tickets.unfollow }).waitFor();
    await page.getByRole('tab', { name: act.reply }).click();
    await page.getByRole('button', { name: act.setPending, exact: true }).click();
    await dialog.getByRole('textbox', { name: pending.reason }).fill(story.reason);
    await dialog.getByLabel(pending.until).fill(toDateField(new Date(Date.now() + 3 * DAY)));
    await keep('ticket-set-pending');
    await dialog.getByRole('button', { name: act.setPending, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await keep('ticket-pending');
    await page.getByRole('button', { name: act.resume, exact: true }).click();
    await page.getByRole('button', { name: act.correct, exact: true }).click();
    const { correct, moreAct } = t.tickets;
    await dialog.getByRole('combobox', { name: t.tickets.category }).click();
    await dialog.getByRole('option', { name: story.category }).click();
    await dialog.getByRole('textbox', { name: story.room }).fill('B 12');
    await dialog.getByRole('combobox', { name: 'Campus' }).selectOption(story.campus);
    await dialog.getByRole('combobox', { name: t.tickets.impactName }).selectOption('service');
    await dialog.getByRole('combobox', { name: t.tickets.urgencyName }).selectOption('medium');
    await dialog.getByRole('combobox', { name: t.tickets.priorityName }).selectOption('high');
    await dialog.getByRole('textbox', { name: correct.reason }).fill(story.why);
    await keep('ticket-correct');
    await dialog.getByRole('button', { name: correct.save }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole('button', { name: t.tickets.more }).click();
    await page.getByRole('menuitem', { name: moreAct.merge }).click();
    await dialog.getByRole('combobox').pressSequentially('B 12');
    await dialog.getByRole('option', { name: /R-000002/ }).waitFor();
    await keep('ticket-merge');
    await dialog.getByRole('button', { name: t.act.cancel }).click();
    await expect(dialog).toHaveCount(0);
    await colleague({ server, desk }, NEW_ADDRESS, texts.colleague);
    await page.getByRole('button', { name: t.tickets.more }).click();
    await page.getByRole('menuitem', { name: moreAct.address }).click();
    await dialog.getByRole('textbox', { name: t.tickets.address.to }).fill(NEW_ADDRESS);
    await dialog.getByRole('button', { name: t.tickets.address.act, exact: true }).click();
    await dialog.getByRole('button', { name: t.tickets.address.join }).waitFor();
    await keep('ticket-address');
    await dialog.getByRole('button', { name: t.act.cancel }).click();
    await expect(dialog).toHaveCount(0);
    await desk.merge(duplicate.key, (await desk.ticket(key)).number ?? '');
    await page.getByRole('link', { name: 'R-000002' }).waitFor();
    await page.getByRole('button', { name: act.resolve, exact: true }).click();
    await dialog.getByRole('textbox', { name: t.tickets.solution }).fill(story.solution);
    await keep('ticket-resolve');
    await dialog.getByRole('button', { name: act.resolve, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await keep('ticket-resolved');
    await browser.close();
    await server.stop();
  });
}

async function newTicket(
  agent: Awaited<ReturnType<typeof colleague>>,
  { title, description }: { title: string; description: string },
) {
  const command = ticketCommand({ title, description });
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  return command;
}
