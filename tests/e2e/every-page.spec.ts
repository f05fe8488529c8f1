// Every page and dialog of the console in a real browser, in both languages: by keyboard alone, with axe, at 200 %, dark, and in forced colours.
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import en from '../../console/locales/en.json' with { type: 'json' };
import fr from '../../console/locales/fr.json' with { type: 'json' };
import type { Phrase } from '../../console/ui/texts.ts';
import type { Language } from '../../contract/primitives.ts';
import { CONSOLE_PAGES, type ConsolePage } from './console-pages.ts';
import { DESK_PASSWORD } from './desk.ts';
import { test } from './desktop.ts';
import { wrongByKeyboard, wrongLooks } from './page-checks.ts';
import { startBrowser } from './parts.ts';
import { plugInDevice } from './passkey-device.ts';
import { type SeededDesk, seedDesk } from './seeded-desk.ts';

// one desk for all: what a page shows does not depend on who looked before
test.describe.configure({ mode: 'default' });

let desk: SeededDesk;
let browser: Browser;
test.beforeAll(async () => {
  desk = await seedDesk();
  browser = await startBrowser();
});
test.afterAll(async () => {
  await browser.close();
  await desk.server.stop();
});

/** The phrase as the page shows it, whatever its values, and what names the thing after a colon. */
function shown(phrase: Phrase, language: Language): RegExp {
  let found: unknown = { en, fr }[language];
  for (const key of phrase.split('.')) found = Object(found)[key];
  const words = String(found).split(/\{\{\w+\}\}/);
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s'));
  return new RegExp(`^${escaped.join('.+')}(\\s?:.*)?\\*?$`);
}

async function open(
  context: BrowserContext,
  { address, route, after = [], shows }: ConsolePage,
  language: Language,
) {
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  if (route === '/account') await plugInDevice(page);
  await page.goto(new URL(address?.(desk) ?? route, desk.server.url).href);
  for (const phrase of after) await control(page, phrase, language).click();
  const text = shown(shows, language);
  await expect(page.getByText(text).or(page.getByLabel(text)).first()).toBeVisible();
  await expect(page.locator(`html[lang=${language}]`)).toHaveCount(1);
  await page.waitForLoadState('networkidle');
  return page;
}

function control(page: Page, phrase: Phrase, language: Language, within?: Phrase): Locator {
  const name = shown(phrase, language);
  const part = within ? page.getByRole('region', { name: shown(within, language) }) : page.locator('body');
  return part
    .getByRole('button', { name })
    .or(part.getByRole('tab', { name }))
    .or(part.getByRole('switch', { name }))
    .or(page.getByRole('menuitem', { name }))
    .first();
}

async function wrongDialogs(
  page: Page,
  { dialogs = [] }: ConsolePage,
  language: Language,
): Promise<string[]> {
  const wrong: string[] = [];
  const note = (name: string, found: string[]) => wrong.push(...found.map((one) => `${name}: ${one}`));
  for (const { press, within, typed } of dialogs) {
    const name = press.join(' > ');
    const opener = control(page, press[0] ?? 'act.add', language, within);
    for (const [index, phrase] of press.entries()) {
      const pressed = index === 0 ? opener : control(page, phrase, language);
      await pressed.focus();
      await pressed.press((await pressed.getAttribute('role')) === 'switch' ? 'Space' : 'Enter');
    }
    // one may open over another
    const dialog = page.getByRole('dialog').last();
    await expect(dialog, `${name} opens a dialog`).toBeVisible();
    const hasFocus = () => dialog.evaluate((one) => one.contains(document.activeElement));
    await expect.poll(hasFocus, name).toBe(true);
    if (typed) {
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toHaveCount(2);
      await expect.poll(hasFocus, `${name} > ${typed}`).toBe(true);
    }
    if (language === 'en') note(name, await wrongByKeyboard(page, dialog));
    note(name, await wrongLooks(page, { inDialog: true, withColours: language === 'en' }));
    await page.keyboard.press('Escape');
    if (typed) await page.keyboard.press('Escape');
    await expect(dialog, `${name} is closed by Escape`).toHaveCount(0);
    const isBack = async () => opener.evaluate((one) => one === document.activeElement);
    await expect
      .poll(isBack, { timeout: 2_000 })
      .toBe(true)
      .catch(() => note(name, ['does not give the focus back']));
  }
  return wrong;
}

for (const language of ['en', 'fr'] as const) {
  for (const signedOut of [true, false]) {
    const pages = CONSOLE_PAGES.filter((page) => (page.signedOut ?? false) === signedOut);
    test(`${signedOut ? 'before' : 'after'} sign-in everybody can use each page, in ${language}`, async () => {
      test.slow();
      const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
      const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
      if (!signedOut) {
        const data = { email: 'admin@example.org', password: DESK_PASSWORD };
        const origin = desk.server.url;
        await context.request.post(`${origin}/v1/console/session`, { data, headers: { origin } });
      }
      for (const one of pages) {
        const where = `${one.route} ${one.address?.(desk) ?? ''} ${one.after ?? ''}`;
        const page = await open(context, one, language);
        const wrong = [
          // the order of Tab is the same in both languages
          ...(language === 'en' ? await wrongByKeyboard(page) : []),
          ...(await wrongLooks(page, { withColours: language === 'en' })),
          ...(await wrongDialogs(page, one, language)),
        ];
        expect.soft(wrong, where).toEqual([]);
        await page.close();
      }
      await context.close();
    });
  }
}
