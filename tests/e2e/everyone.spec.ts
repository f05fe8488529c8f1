// Accessibility: keyboard only, screen readers, 200 %, forced colours, dark theme, reduced motion, both languages.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { OpenableScreen } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import { axeViolations } from './axe.ts';
import { test } from './desktop.ts';
import { root } from './parts.ts';
import { type Ready, readyAgent } from './ready-agent.ts';

const SCREENS = ['capture', 'tickets', 'settings', 'about'] satisfies OpenableScreen[];

let ready: Ready;
test.beforeEach(async () => {
  ready = await readyAgent({ catalogue: join(root, 'docs/examples/catalogue.json') });
});
test.afterEach(() => ready.close());

async function openForm(): Promise<Page> {
  const form = await ready.agent.openForm();
  await expect(form.getByRole('img', { name: 'Screenshot' })).toBeVisible();
  return form;
}

async function show(screen: OpenableScreen): Promise<Page> {
  const form = await ready.agent.window('capture');
  await form.evaluate((name) => window.guichet.ask['window:open'](name), screen);
  const page = await ready.agent.window(screen);
  await expect.poll(() => ready.agent.isShown(screen)).toBe(true);
  await expect(page.getByRole('heading').first()).toBeVisible();
  return page;
}

async function speak(language: Language): Promise<void> {
  const form = await ready.agent.window('capture');
  await form.evaluate(async (chosen) => {
    const read = await window.guichet.ask['settings:read']();
    if (read.ok) await window.guichet.ask['settings:write']({ ...read.value.settings, language: chosen });
  }, language);
  await expect(form.locator(`html[lang=${language}]`)).toHaveCount(1);
}

async function openATicket(): Promise<void> {
  const form = await openForm();
  await form.getByLabel('Title').fill('A ticket to look at');
  await form.keyboard.press('Control+Enter');
  await expect(form.getByText(/Ticket R-\d+ created\./)).toBeVisible();
  await ready.agent.closeForm();
  const tickets = await show('tickets');
  await tickets.getByText('A ticket to look at').first().click();
  await expect(tickets.getByRole('heading', { name: 'A ticket to look at' })).toBeVisible();
}

test('axe finds no violation in any window, in either language, with the catalogue, a ticket or the mark-up editor open', async () => {
  test.slow();
  await openATicket();
  await openForm();
  for (const language of ['en', 'fr'] as const) {
    await speak(language);
    for (const screen of SCREENS) {
      const page = await show(screen);
      await expect(page.locator(`html[lang=${language}]`)).toHaveCount(1);
      await expectNoViolations(page, `${screen} ${language}`);
    }
  }
  await speak('en');
  const form = await ready.agent.window('capture');
  await form.getByRole('button', { name: 'Search or browse' }).click();
  await expect(form.getByRole('searchbox', { name: 'Search the catalogue' })).toBeVisible();
  await expectNoViolations(form, 'catalogue');
  await form.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Mark up' }).click();
  await expect(form.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expectNoViolations(form, 'markup');
});

async function expectNoViolations(page: Page, where: string): Promise<void> {
  expect(await axeViolations(page), where).toEqual([]);
}

test('at 200 % no window scrolls sideways', async () => {
  await openATicket();
  await openForm();
  for (const language of ['en', 'fr'] as const) {
    await speak(language);
    for (const screen of SCREENS) {
      const page = await show(screen);
      await expect(page.locator(`html[lang=${language}]`)).toHaveCount(1);
      await ready.agent.app.evaluate(({ BrowserWindow }, hash) => {
        const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().endsWith(hash));
        window?.webContents.setZoomFactor(2);
      }, `#/${screen}`);
      await expect.poll(() => page.evaluate(() => document.documentElement.clientWidth < 600)).toBe(true);
      const wider = await page.evaluate(() =>
        [...document.querySelectorAll('*')]
          .filter((element) => {
            const { overflowX } = getComputedStyle(element);
            const scrolls =
              overflowX === 'auto' || overflowX === 'scroll' || element === document.documentElement;
            return scrolls && element.scrollWidth > element.clientWidth + 1;
          })
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect([screen, language, wider]).toEqual([screen, language, []]);
    }
  }
});

test('the keyboard alone can open, write, categorise and send a ticket, then read and answer it', async () => {
  const form = await openForm();
  const { keyboard } = form;
  await expect(form.getByLabel('Title')).toBeFocused();
  await keyboard.type('The projector stays black');
  await keyboard.press('Enter');
  await expect(form.getByLabel('Description')).toBeFocused();
  await keyboard.type('Since this morning.');
  await tabTo(form, form.getByRole('button', { name: 'Search or browse' }));
  await keyboard.press('Enter');
  await expect(form.getByRole('searchbox', { name: 'Search the catalogue' })).toBeFocused();
  await keyboard.type('projector');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await tabTo(form, form.getByLabel('Room'));
  await keyboard.type('C-310');
  await tabTo(form, form.getByLabel('Campus'));
  await keyboard.press('ArrowDown');
  await keyboard.press('Control+Enter');
  await expect(form.getByText('Ticket R-000001 created.')).toBeVisible();
  await tabTo(form, form.getByRole('button', { name: 'Open ticket' }));
  await keyboard.press('Enter');
  const tickets = await ready.agent.window('tickets');
  await expect(tickets.getByRole('heading', { name: 'The projector stays black' })).toBeVisible();
  await tabTo(tickets, tickets.getByLabel('Message'));
  await tickets.keyboard.type('It is room C-310, on the left.');
  await tickets.keyboard.press('Control+Enter');
  const conversation = tickets.getByRole('list', { name: 'Conversation' });
  await expect(conversation.getByText('It is room C-310, on the left.')).toBeVisible();
  const [ticket] = await ready.desk.tickets();
  const { answers } = await ready.desk.ticket(ticket?.id ?? '');
  expect(answers.map(({ value }) => value)).toEqual(['C-310', 'North campus']);
  // The agent's window shows a message before the server has it.
  await expect
    .poll(async () => (await ready.desk.ticket(ticket?.id ?? '')).comments.map(({ body }) => body))
    .toEqual(['It is room C-310, on the left.']);
});

/** Presses Tab until the element has the focus. Throws after 60 presses. */
async function tabTo(page: Page, element: ReturnType<Page['locator']>): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    if (await element.first().evaluate((found) => found === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`60 stops, and not at ${element}`);
}

test('text stays readable in forced colours and in the dark theme, and nothing moves with reduced motion', async () => {
  await openATicket();
  const form = await openForm();
  await form.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  /** Elements with an animation that lasts long enough to be seen. */
  const moving = () =>
    form.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1)
        .map(({ effect }) => (effect instanceof KeyframeEffect ? effect.target?.className : 'something')),
    );
  await expect.poll(moving, 'earlier animations have ended').toEqual([]);
  await form.getByLabel('Description').focus();
  expect(await moving()).toEqual([]);
  await form.getByRole('button', { name: 'Search or browse' }).hover();
  expect(await moving()).toEqual([]);
  await expectNoViolations(form, 'forced colours');
  await form.emulateMedia({ forcedColors: null, colorScheme: 'dark' });
  await expectNoViolations(form, 'dark');
});
