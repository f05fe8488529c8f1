// The preferences of every window: what its page may do, stated even where Electron's default is the same.
import type { WebPreferences } from 'electron';

export interface PageParts {
  preload: string;
  /** folder of the icons */
  icons: string;
  /** false where the agent is packaged: they could call the bridge as the page */
  devTools: boolean;
}

export function pagePreferences(
  { preload, devTools }: Pick<PageParts, 'preload' | 'devTools'>,
  platform: NodeJS.Platform,
): WebPreferences {
  return {
    preload,
    devTools,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    plugins: false,
    webviewTag: false,
    enableWebSQL: false,
    // Outside Windows it would download its dictionaries from the internet.
    spellcheck: platform === 'win32',
  };
}
