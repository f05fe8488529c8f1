// For pictures: a window as high as its content.
import { expect, type Locator } from '@playwright/test';
import type { RunningAgent } from './parts.ts';

/** Makes the window higher until this part no longer scrolls. */
export async function growTo(part: Locator, { app }: RunningAgent): Promise<void> {
  const hidden = () => part.evaluate((element) => element.scrollHeight - element.clientHeight);
  const hash = new URL(part.page().url()).hash;
  await app.evaluate(
    ({ BrowserWindow }, { hash, more }) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().endsWith(hash));
      const [width = 0, height = 0] = window?.getContentSize() ?? [];
      window?.setContentSize(width, height + more);
    },
    { hash, more: await hidden() },
  );
  await expect.poll(hidden).toBe(0);
}
