// A technician of a story: joins by the link of an invitation, and works on tickets in the console.
import { type Browser, expect, type Page } from '@playwright/test';
import type { TicketStatus } from '../../../contract/primitives.ts';
import { choose, goTo, inDialog, openBrowserOf, STAFF_PASSWORD } from './console.ts';

/** As the console names it. */
type StatusName = Capitalize<Exclude<TicketStatus, `${string}_${string}`>> | 'Waiting for approval';

export type Technician = Awaited<ReturnType<typeof joinAsTechnician>>;

/** Opens the link of the invitation, chooses a password, signs out, and in again with it. */
export async function joinAsTechnician(browser: Browser, invitation: string) {
  const page = await openBrowserOf(browser);
  await page.goto(invitation);
  await page.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.getByLabel('Repeat password').fill(STAFF_PASSWORD);
  const email = await page.getByLabel('E-mail').inputValue();
  await page.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
  return { ...actsOn(page), signInAgain: () => signInAgain(page, email) };
}

async function signInAgain(page: Page, email: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(new URL('/tickets', page.url()).href);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Tickets', exact: true })).toBeVisible();
}

function actsOn(page: Page) {
  const acts = page.getByRole('toolbar', { name: 'What can be done with this ticket' });
  const act = (name: string) => acts.getByRole('button', { name, exact: true });
  const timeline = page.getByRole('list', { name: 'Time line' });
  const badge = (status: StatusName) => page.locator('header').getByText(status, { exact: true });
  return {
    async open(title: string): Promise<void> {
      await goTo(page, 'Tickets');
      await page.getByRole('link', { name: title }).click();
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
    },
    /** Waits until the open ticket is so, without another look. */
    sees: (status: StatusName) => expect(badge(status)).toBeVisible(),
    reads: (words: string) => expect(timeline.getByText(words).first()).toBeVisible(),
    /** Titles of the open tickets that they may see, by the alphabet. */
    async openTickets(): Promise<string[]> {
      await goTo(page, 'Tickets');
      const table = page.getByRole('table', { name: 'Tickets' });
      await expect(table).toBeVisible();
      return (await table.getByRole('link').allInnerTexts()).sort();
    },
    take: () => act('Take').click(),
    close: () => act('Close').click(),
    async reply(words: string): Promise<void> {
      await page.getByRole('tab', { name: 'Reply' }).click();
      await page.getByLabel('Message').fill(words);
      await page.getByRole('button', { name: 'Reply', exact: true }).click();
      await expect(timeline.getByText(words)).toBeVisible();
    },
    /** Writes an internal note to a colleague, who is found by the first letters of their name. */
    async mention(letters: string, colleague: string, words: string): Promise<void> {
      await page.getByRole('tab', { name: 'Internal note' }).click();
      const message = page.getByLabel('Message');
      await message.pressSequentially(`@${letters}`);
      await expect(page.getByRole('option', { name: colleague })).toBeVisible();
      await page.keyboard.press('Enter');
      await page.keyboard.type(words);
      await expect(message).toHaveValue(`@${colleague} ${words}`);
      await page.keyboard.press('Control+Enter');
      await expect(timeline.getByText(words)).toBeVisible();
    },
    assignTo: (team: string) =>
      inDialog(page, { open: act('Assign'), submit: 'Assign' }, (dialog) => choose(dialog, 'Team', team)),
    waitForAnswer: (reason: string) =>
      inDialog(page, { open: act('Set pending'), submit: 'Set pending' }, async (dialog) => {
        await dialog.getByLabel('Reason').fill(reason);
        await dialog.getByRole('checkbox', { name: 'When the requester answers' }).check();
      }),
    /** `service`: its path; left out where the ticket has a category. */
    resolve: (solution: string, service?: string) =>
      inDialog(page, { open: act('Resolve'), submit: 'Resolve' }, async (dialog) => {
        if (service) {
          await dialog.getByRole('combobox', { name: 'Category' }).click();
          await dialog.getByRole('option', { name: service, exact: true }).click();
        }
        await dialog.getByLabel('Solution').fill(solution);
      }),
    /** What the time line of the open ticket says, oldest first, without times and files. */
    timeline: () =>
      timeline.evaluate((list) =>
        [...list.children].map((entry) => {
          const words: string[] = [];
          const walker = document.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const { parentElement, textContent } = walker.currentNode;
            if (!parentElement?.closest('time, ul, button, details, [aria-hidden=true]'))
              words.push(textContent?.trim() ?? '');
          }
          return words
            .join(' ')
            .replace(/\s+/g, ' ')
            .replace(/ ·\s*$/, '')
            .trim();
        }),
      ),
  };
}
