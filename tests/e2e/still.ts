// A page on which nothing moves any more.
import { expect, type Page } from '@playwright/test';

/** Waits until no animation runs: a part that is fading in has too little contrast, and one that grows is elsewhere. */
export async function untilStill(page: Page): Promise<void> {
  const running = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  await expect.poll(running, 'the animations have ended').toBe(0);
}
