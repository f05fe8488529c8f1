// Takes the pictures of the console's backends and status in both languages, for docs/backends.md, the guide to operation and
// README.md.
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import en from '../../console/locales/en.json' with { type: 'json' };
import fr from '../../console/locales/fr.json' with { type: 'json' };
import type { Language } from '../../contract/primitives.ts';
import { colleague } from '../e2e/colleague.ts';
import { DESK_PASSWORD, type Desk, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { importInto, type OwnServer, startOwnServer } from '../e2e/ready-agent.ts';
import { type ItopHarness, openItop } from '../fakes/itop/harness.ts';
import { PASSWORD, USER } from '../fakes/itop/server.ts';
import { type FakeAgent, ticketCommand } from '../fakes/server/agent.ts';
import { directory } from './stage.ts';
import { standIn } from './stand-in.ts';
import { TEXTS, type TourTexts } from './texts.ts';

const SHOWN = 'https://itop.example.org';
const ORGANISATION = 'Example College';
/** Why deliveries are parked. */
const NO_RIGHT = { en: 'A right is missing in iTop.', fr: 'Un droit manque dans iTop.' };
const REFUSED = {
  en: 'iTop refused it: a mandatory field is empty (location_id).',
  fr: 'iTop l’a refusé\u00a0: un champ obligatoire est vide (location_id).',
};

interface Tour {
  language: Language;
  texts: TourTexts;
  t: typeof en;
  server: OwnServer;
  desk: Desk;
  itop: ItopHarness;
  agent: FakeAgent;
  page: Page;
}

for (const language of ['en', 'fr'] as const) {
  test(`the tour of backends in ${language}`, async () => {
    const browser = await startBrowser();
    const tour = await setOut(language, browser);
    const steps = { mail, adding, handingOver, routing, workingElsewhere, failing };
    for (const [name, step] of Object.entries(steps)) await test.step(name, () => step(tour));
    await browser.close();
    await tour.server.stop();
    await tour.itop.close();
  });
}

async function setOut(language: Language, browser: Browser): Promise<Tour> {
  const texts = TEXTS[language];
  const itop = await openItop();
  const server = await startOwnServer();
  importInto(server.dataDir, 'directory', directory(texts));
  importInto(server.dataDir, 'catalogue', join(root, 'docs/examples/catalogue.json'));
  const desk = await openDesk(server, texts.technician);
  const agent = await colleague({ server, desk }, 'colleague@example.org', texts.colleague);
  const locale = { en: 'en-US', fr: 'fr-FR' }[language];
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await standIn(page, SHOWN, itop.itop.url);
  await page.goto(server.url);
  const t = { en, fr }[language];
  await page.getByLabel(t.session.email).fill('admin@example.org');
  await page.getByLabel(t.session.password).fill(DESK_PASSWORD);
  await page.getByRole('button', { name: t.session.signIn }).click();
  return { language, texts, t, server, desk, itop, agent, page };
}

/** Saves `docs/pictures/<name>.<language>.png`. */
async function keep({ page, language }: Tour, name: string): Promise<void> {
  await page.mouse.move(1, 1);
  await expect(page.locator('.fui-Toast')).toHaveCount(0);
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  const path = join(root, 'docs/pictures', `${name}.${language}.png`);
  await page.screenshot({ path, animations: 'disabled' });
}

/** Fills in the dialog of a mail backend such as Octopus, without adding it. */
async function mail(tour: Tour): Promise<void> {
  const { page, t } = tour;
  const { backends } = t;
  await page.getByRole('link', { name: backends.title }).click();
  await page.getByRole('button', { name: backends.add }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: backends.kind.mail }).check();
  const textbox = (name: string) => dialog.getByRole('textbox', { name, exact: true });
  await textbox(backends.name).fill('Octopus');
  await textbox(backends.mail.to).fill('helpdesk@example.org');
  await textbox(backends.mail.replyTo).fill('guichet@example.org');
  await textbox(backends.mail.host).first().fill('smtp.example.org');
  await textbox(backends.mail.host).last().fill('imap.example.org');
  await keep(tour, 'backends-mail');
  await dialog.getByRole('button', { name: backends.more }).click();
  const senders = textbox(backends.mail.senders);
  await senders.fill('noreply@octopus.example');
  await senders.evaluate((field) => field.scrollIntoView({ block: 'center' }));
  await keep(tour, 'backends-mail-more');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

async function adding(tour: Tour): Promise<void> {
  const { page, t, itop } = tour;
  const { backends } = t;
  await page.getByRole('link', { name: backends.title }).click();
  await page.getByRole('button', { name: backends.add }).click();
  const dialog = page.getByRole('dialog');
  const textbox = (name: string) => dialog.getByRole('textbox', { name, exact: true });
  await textbox(backends.name).fill('iTop');
  await textbox(backends.url).fill(SHOWN);
  await textbox(backends.user).fill(USER);
  await keep(tour, 'backends-add');
  const password = dialog.getByLabel(new RegExp(`^${backends.password}`));
  const test = dialog.getByRole('button', { name: backends.test });
  await password.fill('not the password');
  await test.click();
  await expect(dialog.getByText(backends.testMissing_one.replace('{{count}}', '1')).first()).toBeVisible();
  await dialog.getByText(backends.testMissing_one.replace('{{count}}', '1')).last().scrollIntoViewIfNeeded();
  await keep(tour, 'backends-test-failing');
  await password.fill(PASSWORD);
  await test.click();
  await expect(dialog.getByText(backends.testFine).first()).toBeVisible();
  await dialog.getByText(backends.testFine).last().scrollIntoViewIfNeeded();
  await keep(tour, 'backends-test-passing');
  await dialog.getByRole('button', { name: backends.more }).click();
  const { organisations, ourOrganisation, theirOrganisation } = backends.itop;
  await dialog.getByRole('button', { name: `${backends.addRow}: ${organisations}` }).click();
  await dialog.getByRole('combobox', { name: `${organisations}: ${ourOrganisation}` }).click();
  await dialog.getByRole('option', { name: ORGANISATION }).click();
  const theirs = `${organisations}: ${theirOrganisation}`;
  await dialog.getByRole('textbox', { name: theirs }).fill(itop.organisation);
  await dialog.getByRole('button', { name: t.act.add, exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'iTop' })).toBeVisible();
  await keep(tour, 'backends-list');
}

async function handingOver(tour: Tour): Promise<void> {
  const { page, t, agent, texts, itop } = tour;
  // an earlier ticket, so that the two desks assign different numbers
  const earlier = ticketCommand({ title: texts.request, description: texts.requestText });
  await agent.sync([earlier]);
  await expect.poll(async () => (await tour.desk.ticket(earlier.key)).number).not.toBeNull();
  await agent.sync([ticketCommand({ title: texts.ticket, description: texts.ticketText })]);
  await page.getByRole('link', { name: t.tickets.title }).click();
  await page.getByRole('link', { name: texts.ticket }).click();
  await page.getByRole('button', { name: t.tickets.handOver }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t.tickets.handOverNote).fill(texts.handOverNote);
  await keep(tour, 'backends-hand-over');
  await dialog.getByRole('button', { name: t.tickets.handOverAct }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await itop.tickets()).length).toBe(1);
  const [there] = await itop.tickets();
  await expect(page.getByText(`${t.tickets.handedOver} · ${there?.number}`)).toBeVisible();
  await keep(tour, 'backends-handed-over');
}

async function routing(tour: Tour): Promise<void> {
  const { page, t, desk, server } = tour;
  const [organisationId = null] = await desk.organisationIds();
  const [builtIn = '', itop = ''] = await desk.backendIds();
  await desk.sendAllTo(builtIn, [
    { organisationId, entryId: 'workplace', backendId: itop },
    { organisationId: null, entryId: 'network', backendId: itop },
  ]);
  await page.goto(`${server.url}/backends?view=routing`);
  await expect(page.getByRole('button', { name: t.backends.removeRoute })).toHaveCount(2);
  await keep(tour, 'backends-routing');
}

/** Takes a ticket that lives in iTop and sets it pending, while iTop is slow to answer. */
async function workingElsewhere(tour: Tour): Promise<void> {
  const { page, t, desk, agent, itop, texts } = tour;
  const [, itopId = ''] = await desk.backendIds();
  await desk.sendAllTo(itopId);
  const { store } = itop.itop;
  const name = {
    first_name: texts.technician.split(' ')[0] ?? '',
    name: texts.technician.split(' ').slice(1).join(' '),
  };
  const person_id = store.add('Person', { ...name, email: 'admin@example.org' }).id;
  store.add('lnkPersonToTeam', { team_id: store.all('Team')[0]?.id ?? '', person_id });
  const ticket = ticketCommand({ title: texts.unfinished, description: texts.ticketText });
  await agent.sync([ticket]);
  await expect.poll(async () => (await desk.ticket(ticket.key)).number).not.toBeNull();
  await page.goto(`${tour.server.url}/tickets/${ticket.key}`);
  const toolbar = page.getByRole('toolbar');
  await toolbar.getByRole('button', { name: t.tickets.act.take }).click();
  await expect(toolbar.getByRole('button', { name: t.tickets.act.setPending })).toBeVisible();
  itop.goDown(true);
  await toolbar.getByRole('button', { name: t.tickets.act.setPending }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(texts.pendingReason);
  await dialog.getByRole('button', { name: t.tickets.act.setPending }).click();
  await expect(dialog).toHaveCount(0);
  await expect(toolbar.getByRole('button', { name: t.tickets.act.setPending })).toHaveCount(0);
  await keep(tour, 'ticket-elsewhere');
  itop.goDown(false);
  await expect.poll(async () => (await desk.ticket(ticket.key)).status, { timeout: 30_000 }).toBe('pending');
}

/** Makes four tickets fail. All but one are parked, as after a week, two of them for the same reason. */
async function failing(tour: Tour): Promise<void> {
  const { page, t, desk, server, agent, itop, texts } = tour;
  const [, itopId = ''] = await desk.backendIds();
  await desk.sendAllTo(itopId);
  itop.goDown(true);
  const titles = [texts.title, texts.ticket, texts.request, texts.unfinished];
  const commands = titles.map((title) => ticketCommand({ title }));
  await agent.sync(commands);
  const db = new Database(join(server.dataDir, 'guichet.sqlite'));
  const isTried = db.prepare(
    "SELECT id FROM delivery WHERE key = ? AND last_error IS NOT NULL AND state = 'waiting'",
  );
  for (const { key } of commands) await expect.poll(() => isTried.get(key)).toBeTruthy();
  const park = db.prepare("UPDATE delivery SET state = 'parked', last_error = ? WHERE key = ?");
  const keys = commands.map(({ key }) => key);
  for (const key of keys.slice(0, 2)) park.run(JSON.stringify(NO_RIGHT), key);
  park.run(JSON.stringify(REFUSED), keys[2]);
  db.close();
  await page.goto(`${server.url}/backends`);
  await expect(page.getByText(t.backends.health.parked_other.replace('{{count}}', '3'))).toBeVisible();
  await keep(tour, 'backends-health');
  await page.goto(`${server.url}/backends?view=parked`);
  await expect(page.getByText(texts.title)).toBeVisible();
  await keep(tour, 'backends-parked');
  await page.goto(`${server.url}/status`);
  await expect(page.getByRole('table', { name: t.status.byBackend })).toBeVisible();
  await keep(tour, 'status');
}
