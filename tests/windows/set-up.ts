// The global set-up of tests under Wine: one Windows, and the installers that they run.
import type { TestProject } from 'vitest/node';
import { buildInstallers } from './test-installer.ts';
import { closeWine, openWine, type Wine } from './wine.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    wine: Wine;
    /** paths of the installers of 1.0.0 and 1.0.1 */
    installers: string[];
  }
}

export default function setUp({ provide }: TestProject): () => void {
  const wine = openWine();
  try {
    provide('wine', wine);
    provide('installers', buildInstallers(wine, ['1.0.0', '1.0.1']));
  } catch (problem) {
    closeWine(wine);
    throw problem;
  }
  return () => closeWine(wine);
}
