// Saves what a page shows as a picture of the documents, once nothing moves in it.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../e2e/parts.ts';

export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.mouse.move(1, 1);
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  await page.screenshot({ path: join(root, 'docs/pictures', `${name}.png`), animations: 'disabled' });
}
