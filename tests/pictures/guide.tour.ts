// A tour of the agent's windows in both languages; what it passes is in docs/guide-user.md.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { v7 } from 'uuid';
import type { OpenableScreen } from '../../contract/ipc.ts';
import type { Language } from '../../contract/words.ts';
import { plugSecondDisplay } from '../../scripts/display.ts';
import { colleague } from '../e2e/colleague.ts';
import { root } from '../e2e/parts.ts';
import { showPattern } from '../e2e/pattern.ts';
import { type Ready, readyAgent } from '../e2e/ready-agent.ts';
import { ticketCommand } from '../fakes/server/agent.ts';
import { textsOf, WORDS } from './words.ts';

const CATALOGUE = join(root, 'docs/examples/catalogue.json');

/** Without Windows user names any address may be confirmed. */
function directory(language: Language): string {
  const file = join(mkdtempSync(join(tmpdir(), 'guichet-tour-')), 'directory.json');
  const person = (email: string, fullName: string) => ({ email, fullName, site: WORDS[language].campus });
  const people = [
    person('colleague@example.org', WORDS[language].colleague),
    person('manager@example.org', language === 'fr' ? 'Une responsable' : 'A manager'),
  ];
  writeFileSync(file, JSON.stringify({ people }));
  return file;
}

for (const language of ['en', 'fr'] as const) {
  test(`the tour in ${language}`, async () => {
    const words = WORDS[language];
    const t = textsOf(language);
    const pattern = await showPattern(words.pattern);
    const ready = await readyAgent({
      catalogue: CATALOGUE,
      directory: directory(language),
      email: 'manager@example.org',
      technician: words.technician,
    });
    await setPersonal(ready, language);
    const keep = (page: Page, name: string) =>
      page.screenshot({
        path: join(root, 'docs/pictures', `${name}.${language}.png`),
        animations: 'disabled',
      });

    await test.step('the form', async () => {
      const form = await openForm(ready, t('picture.screenshot'));
      await form.getByLabel(t('capture.title')).fill(words.title);
      await form.getByLabel(t('capture.description')).fill(words.description);
      await form.getByRole('button', { name: t('catalogue.open') }).click();
      await expect(form.getByRole('searchbox', { name: t('catalogue.search') })).toBeVisible();
      await keep(form, 'guide-catalogue');
      await form.getByRole('searchbox', { name: t('catalogue.search') }).fill(words.search);
      await form.getByText(words.category).first().click();
      await form.getByLabel(/Room|Local/).fill(words.room);
      await form.getByLabel('Campus').selectOption({ label: words.campus });
      await form.getByRole('combobox', { name: t('people.contacts') }).fill('coll');
      await form.getByRole('option', { name: words.colleague }).click();
      await expect(form.getByText(/\(\d+ (facts|informations|éléments|faits)\)/)).toBeVisible({
        timeout: 30_000,
      });
      await keep(form, 'guide-form');
      await form.getByRole('button', { name: t('facts.label') }).click();
      await form.getByRole('table').scrollIntoViewIfNeeded();
      await keep(form, 'guide-facts');
      await form.getByRole('button', { name: t('facts.label') }).click();
    });

    await test.step('pictures', async () => {
      const form = await ready.agent.window('capture');
      await form.getByRole('button', { name: t('files.add'), exact: true }).click();
      await keep(form, 'guide-add');
      await form.keyboard.press('Escape');
      await form.getByRole('button', { name: t('picture.markUp') }).click();
      const canvas = form.getByRole('application');
      const box = await canvas.boundingBox();
      if (!box) throw new Error('no canvas');
      const drag = async (tool: string, from: [number, number], to: [number, number]) => {
        await form.getByRole('radio', { name: t(`markup.tool.${tool}`), exact: true }).click();
        await form.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
        await form.mouse.down();
        await form.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 8 });
        await form.mouse.up();
      };
      await drag('box', [0.02, 0.1], [0.5, 0.2]);
      await drag('arrow', [0.65, 0.4], [0.52, 0.18]);
      await drag('redact', [0.05, 0.5], [0.3, 0.7]);
      await keep(form, 'guide-mark-up');
      await form.getByRole('button', { name: t('markup.done') }).click();
      await expect(form.getByRole('dialog')).toHaveCount(0);
      await form.keyboard.press('Control+Enter');
      await expect(form.getByText(/R-000001 (created|créé)/)).toBeVisible();
      await keep(form, 'guide-sent');
      await form.keyboard.press('Escape');
    });

    await test.step('several displays', async () => {
      plugSecondDisplay(true);
      const displays = () => ready.agent.app.evaluate(({ screen }) => screen.getAllDisplays().length);
      await expect.poll(displays).toBe(2);
      const form = await openForm(ready, t('picture.screenshot'));
      await expect(form.getByRole('img', { name: /2$/ })).toBeVisible();
      await form.getByLabel(t('capture.title')).fill(words.unfinished);
      await form.getByRole('img', { name: /2$/ }).scrollIntoViewIfNeeded();
      await keep(form, 'guide-displays');
      plugSecondDisplay(false);
      await expect.poll(displays).toBe(1);
    });

    await test.step('an announcement, and the draft of before', async () => {
      const from = new Date().toISOString();
      await ready.desk.announce({
        severity: 'disruption',
        title: { en: 'Wi-Fi is slow on the north campus', fr: 'Le Wi-Fi est lent au campus nord' },
        text: {
          en: 'A cable was cut during the works. It should be over this afternoon.',
          fr: 'Un câble a été coupé pendant les travaux. Ce devrait être réparé cet après-midi.',
        },
        service: null,
        from,
        to: null,
        organisationId: (await ready.desk.organisationIds())[0] ?? null,
        ticketNumber: 'R-000001',
      });
      const form = await ready.agent.window('capture');
      await expect(form.getByText(/Wi-Fi/).first()).toBeVisible();
      const written = () =>
        form.evaluate(async () => {
          const current = await window.guichet.ask['draft:current']();
          return current.ok ? current.value?.content.title : null;
        });
      await expect.poll(written).toBe(words.unfinished);
      await ready.restart({ crash: true });
      const again = await openForm(ready, t('picture.screenshot'));
      await expect(again.getByText(words.unfinished)).toBeVisible();
      await expect(again.getByText(/Wi-Fi/).first()).toBeVisible();
      await keep(again, 'guide-unfinished');
      await again.keyboard.press('Escape');
    });

    await test.step('my tickets', async () => {
      const id = await sent(ready, words.ticket, t);
      await ready.desk.take(id);
      await ready.desk.reply(id, words.question);
      const tickets = await show(ready, 'tickets');
      await tickets.getByText(words.ticket).first().click();
      await expect(tickets.getByText(words.question)).toBeVisible();
      await tickets.getByLabel(t('tickets.message')).fill(words.answer);
      await tickets.keyboard.press('Control+Enter');
      await ready.desk.resolve(id, words.solution);
      await expect(tickets.getByText(words.solution).first()).toBeVisible();
      await keep(tickets, 'guide-resolved');
      await tickets.getByRole('button', { name: t('tickets.act.close') }).click();
      await expect(tickets.getByRole('radio').first()).toBeVisible();
      await keep(tickets, 'guide-rating');
    });

    await test.step('an approval', async () => {
      const other = await colleague(ready);
      const command = ticketCommand({ title: words.request, categoryId: 'computer-new' }, v7());
      await other.sync([command]);
      const tickets = await show(ready, 'tickets');
      await tickets.getByRole('tab', { name: t('tickets.invited') }).click();
      await tickets.getByText(words.request).first().click();
      await expect(tickets.getByRole('button', { name: t('tickets.act.approve') })).toBeVisible();
      await keep(tickets, 'guide-approval');
    });

    await test.step('personal settings', async () => {
      const settings = await show(ready, 'settings');
      await expect(settings.getByLabel(t('settings.fullName'))).not.toHaveValue('');
      await ready.agent.app.evaluate(({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows().find((one) =>
          one.webContents.getURL().endsWith('#/settings'),
        );
        window?.setContentSize(480, 760);
      });
      await expect.poll(() => settings.evaluate(() => innerHeight)).toBe(760);
      await keep(settings, 'guide-settings');
    });

    await ready.close();
    await pattern.browser.close();
  });
}

async function setPersonal({ agent }: Ready, language: Language): Promise<void> {
  const form = await agent.window('capture');
  await form.evaluate(async (chosen) => {
    const read = await window.guichet.ask['settings:read']();
    if (!read.ok) return;
    const place = {
      phone: '555-0110',
      site: chosen === 'fr' ? 'Campus nord' : 'North campus',
      room: 'A-101',
    };
    await window.guichet.ask['settings:write']({ ...read.value.settings, ...place, language: chosen });
  }, language);
  await expect(form.locator(`html[lang=${language}]`)).toHaveCount(1);
}

async function openForm({ agent }: Ready, screenshot: string): Promise<Page> {
  const form = await agent.openForm();
  await expect(form.getByRole('img', { name: screenshot }).first()).toBeVisible();
  return form;
}

async function show({ agent }: Ready, screen: OpenableScreen): Promise<Page> {
  const form = await agent.window('capture');
  await form.evaluate((name) => window.guichet.ask['window:open'](name), screen);
  return agent.window(screen);
}

async function sent(ready: Ready, title: string, t: (key: string) => string): Promise<string> {
  const form = await openForm(ready, t('picture.screenshot'));
  await form.getByLabel(t('capture.title')).fill(title);
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/R-\d+ (created|créé)/)).toBeVisible();
  await form.keyboard.press('Escape');
  const tickets = await ready.desk.tickets();
  return tickets.find((ticket) => ticket.title === title)?.id ?? '';
}
