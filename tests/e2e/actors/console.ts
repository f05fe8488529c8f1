// What everybody does in the console: to open it, to go to a page, to fill in a dialog.
import { type Browser, expect, type Locator, type Page } from '@playwright/test';

/** Everybody of the staff has the same. */
export const STAFF_PASSWORD = 'correct horse battery';

/** Opens a page as another person with another browser. */
export async function openBrowserOf(browser: Browser): Promise<Page> {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ locale: 'en-US', viewport, reducedMotion: 'reduce' });
  return context.newPage();
}

export function goTo(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
}

/** Chooses an option of a list. */
export async function choose(where: Page | Locator, list: string, option: string): Promise<void> {
  await where.getByRole('combobox', { name: list, exact: true }).click();
  await where.getByRole('option', { name: option, exact: true }).click();
}

/** Opens a dialog by a button, fills it in, submits it by a button, and waits until it is closed. */
export async function inDialog(
  page: Page,
  { open, submit }: { open: Locator; submit: string },
  fill: (dialog: Locator) => Promise<void>,
): Promise<void> {
  await open.click();
  const dialog = page.getByRole('dialog');
  await fill(dialog);
  await dialog.getByRole('button', { name: submit, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}
