// Waits for the end of animations.
import { expect, type Page } from '@playwright/test';

/** Waits until no animation runs: axe would find too little contrast in a part that is fading in. */
export async function untilStill(page: Page): Promise<void> {
  const running = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  await expect.poll(running, 'the animations have ended').toBe(0);
}
