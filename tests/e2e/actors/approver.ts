// An approver of a story, who has nothing but the link of a mail and a browser.
import { type Browser, expect } from '@playwright/test';
import { openBrowserOf } from './console.ts';

export function approverWith(browser: Browser, link: string) {
  return {
    /** Approves what the page shows, once it has asked once more. */
    async approve(shown: readonly string[]): Promise<void> {
      const page = await openBrowserOf(browser);
      await page.goto(link);
      for (const words of shown) await expect(page.getByText(words, { exact: false })).toBeVisible();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await expect(page.getByRole('form', { name: 'Approve this request?' })).toBeVisible();
      await page.getByRole('button', { name: 'Yes, approve' }).click();
      await expect(page.getByText('You have approved it.').first()).toBeVisible();
      await page.context().close();
    },
    async findsItDecided(): Promise<void> {
      const page = await openBrowserOf(browser);
      await page.goto(link);
      await expect(page.getByText('This link is no longer valid').first()).toBeVisible();
      await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
      await page.context().close();
    },
  };
}
