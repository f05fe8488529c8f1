// Takes the pictures of the agent's windows in both languages, for docs/guide-user.md.
import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { v7 } from 'uuid';
import { plugSecondDisplay } from '../../scripts/display.ts';
import { colleague } from '../e2e/colleague.ts';
import { test } from '../e2e/desktop.ts';
import { growTo } from '../e2e/whole-window.ts';
import { type FakeAgent, ticketCommand } from '../fakes/server/agent.ts';
import { allFacts, openForm, type Stage, send, setStage, show } from './stage.ts';

for (const language of ['en', 'fr'] as const) {
  test(`the tour in ${language}`, async () => {
    const stage = await setStage(language);
    const steps = {
      theForm,
      facts,
      adding,
      markUp,
      sent,
      displays,
      announcement,
      resolved,
      approval,
      settings,
    };
    for (const [name, step] of Object.entries(steps)) await test.step(name, () => step(stage));
    await stage.close();
  });
}

async function theForm(stage: Stage): Promise<void> {
  const { texts, t, keep } = stage;
  const form = await openForm(stage);
  await form.getByLabel(t('capture.title')).fill(texts.title);
  await form.getByLabel(t('capture.description')).fill(texts.description);
  await form.getByRole('button', { name: t('catalogue.open') }).click();
  const search = form.getByRole('searchbox', { name: t('catalogue.search') });
  for (const branch of texts.branches) await form.getByText(branch).click();
  await expect(form.getByText(texts.category)).toBeVisible();
  await form.locator('main').evaluate((body) => body.scrollTo(0, 0));
  await keep(form, 'guide-catalogue');
  await search.fill(texts.search);
  await form.getByText(texts.category).first().click();
  await form.getByLabel(texts.roomLabel).fill('C-310');
  await form.getByLabel('Campus').selectOption({ label: texts.campus });
  await form.getByRole('combobox', { name: t('people.contacts') }).fill('coll');
  await form.getByRole('option', { name: texts.colleague }).click();
  await allFacts(form);
  await form.getByLabel(t('capture.description')).focus();
  await keep(form, 'guide-form');
}

async function facts({ ready, t, keep }: Stage): Promise<void> {
  const form = await ready.agent.window('capture');
  const head = form.getByRole('button', { name: t('facts.label') });
  await head.click();
  const room = form.getByRole('checkbox').last();
  await room.uncheck();
  const panel = form.getByRole('region', { name: t('facts.label') });
  await form.locator('main').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await keep(form, 'guide-facts', panel);
  await room.check();
  await head.click();
}

async function adding({ ready, t, keep }: Stage): Promise<void> {
  const form = await ready.agent.window('capture');
  await form.getByRole('button', { name: t('files.add'), exact: true }).click();
  await keep(form, 'guide-add');
  await form.keyboard.press('Escape');
}

type Place = [x: number, y: number];

async function markUp({ ready, texts, t, keep }: Stage): Promise<void> {
  const form = await ready.agent.window('capture');
  await form.getByRole('button', { name: t('picture.markUp') }).click();
  const box = await form.getByRole('application').boundingBox();
  if (!box) throw new Error('no canvas');
  const at = ([x, y]: Place): Place => [box.x + box.width * x, box.y + box.height * y];
  const choose = (tool: string) =>
    form.getByRole('radio', { name: t(`markup.tool.${tool}`), exact: true }).click();
  const drag = async (tool: string, from: Place, to: Place) => {
    await choose(tool);
    await form.mouse.move(...at(from));
    await form.mouse.down();
    await form.mouse.move(...at(to), { steps: 8 });
    await form.mouse.up();
  };
  await drag('box', [0.012, 0.09], [0.45, 0.145]);
  await drag('arrow', [0.6, 0.31], [0.46, 0.155]);
  await choose('text');
  await form.mouse.click(...at([0.605, 0.35]));
  await form.keyboard.type(texts.note);
  await form.keyboard.press('Enter');
  await drag('redact', [0.065, 0.452], [0.433, 0.555]);
  await keep(form, 'guide-mark-up');
  await form.getByRole('button', { name: t('markup.done') }).click();
  await expect(form.getByRole('dialog')).toHaveCount(0);
}

async function sent({ ready, t, keep }: Stage): Promise<void> {
  const form = await ready.agent.window('capture');
  await form.getByRole('button', { name: t('act.send') }).click();
  await expect(form.getByText(/R-000001 (created|créé)/)).toBeVisible();
  await keep(form, 'guide-sent');
  await ready.agent.closeForm();
}

async function displays(stage: Stage): Promise<void> {
  const { ready, texts, t, keep } = stage;
  const count = () => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length);
  execFileSync('xsetroot', ['-solid', '#1f4e79']);
  plugSecondDisplay(true);
  await expect.poll(count).toBe(2);
  const form = await openForm(stage);
  await expect(form.getByRole('img', { name: /2$/ })).toBeVisible();
  await form.getByLabel(t('capture.title')).fill(texts.unfinished);
  await allFacts(form);
  await growTo(form.locator('main'), ready.agent);
  await keep(form, 'guide-displays');
  plugSecondDisplay(false);
  await expect.poll(count).toBe(1);
}

/** Announces another person's ticket, which others can join. */
async function announce({ ready: { desk }, texts }: Stage, other: FakeAgent): Promise<void> {
  const report = ticketCommand({ title: texts.outage.title, description: texts.outage.text }, v7());
  await other.sync([report]);
  const number = async () => (await desk.ticket(report.key)).number;
  await expect.poll(number).not.toBeNull();
  const { title, text } = texts.outage;
  await desk.announce({
    severity: 'disruption',
    title: { en: title, fr: title },
    text: { en: text, fr: text },
    service: null,
    from: new Date().toISOString(),
    to: null,
    organisationId: (await desk.organisationIds())[0] ?? null,
    ticketNumber: await number(),
  });
}

async function announcement(stage: Stage): Promise<void> {
  const { ready, texts, t, keep } = stage;
  await announce(stage, await colleague(ready, 'colleague@example.org', texts.colleague));
  const form = await ready.agent.window('capture');
  await expect(form.getByText(texts.outage.title)).toBeVisible();
  const written = () =>
    form.evaluate(async () => {
      const current = await window.guichet.ask['draft:current']();
      return current.ok ? current.value?.content.title : null;
    });
  await expect.poll(written).toBe(texts.unfinished);
  await ready.restart({ crash: true });
  const again = await openForm(stage);
  await expect(again.getByText(texts.unfinished)).toBeVisible();
  await expect(again.getByRole('button', { name: t('announcements.meToo') })).toBeVisible();
  await allFacts(again);
  await growTo(again.locator('main'), ready.agent);
  await keep(again, 'guide-unfinished');
  await ready.agent.closeForm();
}

/** Waits until nothing is unread and nothing waits to be sent. */
async function settled(tickets: Page, t: Stage['t']): Promise<void> {
  await expect(tickets.getByRole('img', { name: t('tickets.unread') })).toHaveCount(0);
  await expect(tickets.getByText(t('tickets.waitingToBeSent'))).toHaveCount(0);
  await expect(tickets.getByText(t('tickets.waitingAct').replace('{{act}}', ''))).toHaveCount(0);
}

async function resolved(stage: Stage): Promise<void> {
  const { ready, texts, t, keep } = stage;
  const id = await send(stage, texts.ticket, texts.ticketText);
  await ready.desk.take(id);
  await ready.desk.reply(id, texts.question);
  const tickets = await show(stage, 'tickets');
  await tickets.getByText(texts.ticket).first().click();
  await expect(tickets.getByText(texts.question)).toBeVisible();
  await tickets.getByLabel(t('tickets.message')).fill(texts.answer);
  await tickets.keyboard.press('Control+Enter');
  await settled(tickets, t);
  await ready.desk.resolve(id, texts.solution);
  await expect(tickets.getByText(texts.solution)).toBeInViewport();
  await settled(tickets, t);
  const conversation = tickets.getByRole('region', { name: texts.ticket });
  await growTo(conversation, ready.agent);
  await keep(tickets, 'guide-resolved');
  await tickets.getByRole('button', { name: t('tickets.act.close') }).click();
  await tickets.getByRole('radio').first().check();
  await settled(tickets, t);
  await growTo(conversation, ready.agent);
  await keep(tickets, 'guide-rating');
  // the next window opens in the usual size
  await tickets.close();
}

async function approval(stage: Stage): Promise<void> {
  const { ready, texts, t, keep } = stage;
  const other = await colleague(ready, 'colleague@example.org', texts.colleague);
  const request = { title: texts.request, description: texts.requestText, categoryId: 'computer-new' };
  await other.sync([ticketCommand({ ...request, ticketKind: 'service_request' }, v7())]);
  const tickets = await show(stage, 'tickets');
  await tickets.getByRole('tab', { name: t('tickets.invited') }).click();
  await tickets.getByText(texts.request).first().click();
  await expect(tickets.getByRole('button', { name: t('tickets.act.approve') })).toBeVisible();
  await settled(tickets, t);
  await keep(tickets, 'guide-approval');
}

async function settings(stage: Stage): Promise<void> {
  const page = await show(stage, 'settings');
  await expect(page.getByLabel(stage.t('settings.fullName'))).not.toHaveValue('');
  await growTo(page.locator('main'), stage.ready.agent);
  await stage.keep(page, 'guide-settings');
  await page.getByRole('button', { name: stage.t('settings.leave.start') }).click();
  await expect(page.getByRole('button', { name: stage.t('settings.leave.confirm') })).toBeVisible();
  await growTo(page.locator('main'), stage.ready.agent);
  await stage.keep(page, 'guide-leave');
  await page.getByRole('button', { name: stage.t('settings.leave.cancel') }).click();
}
