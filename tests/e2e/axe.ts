// axe in a page. It is loaded once into each, and only what is wrong is brought out: both took longer than its rules.
import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { untilStill } from './still.ts';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** Where axe looks, as a selector, and the rules it checks: all, unless some are named. */
interface Looking {
  root?: string;
  rules?: string[];
}

/** A dialog hides the page behind it, for a moment longer than it is there. */
const isWhole = () =>
  document.querySelector('[role="dialog"]') !== null || document.querySelector('#root[aria-hidden]') === null;

/** Each violation once no animation runs, with its rule and its first element. */
export async function axeViolations(page: Page, { root = 'html', rules }: Looking = {}): Promise<string[]> {
  await untilStill(page);
  await page.waitForFunction(isWhole);
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(axe.source);
  return page.evaluate(
    async ([within, runOnly]) => {
      // Fluent's focus sentinels are not content
      const context = { include: [within], exclude: ['[data-tabster-dummy]'] };
      const options = { resultTypes: ['violations' as const], ...(runOnly && { runOnly }) };
      const found = await window.axe?.run(context, options);
      if (!found) throw new Error('axe is not in the page');
      return found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
    },
    [root, rules] as const,
  );
}
