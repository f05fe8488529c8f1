// How the agent is bundled: main and preload as CommonJS, windows as one page; only native packages stay outside.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
// What ships is Electron 45; where it cannot be had, window tests run in Electron 25 (Chrome 114, Node 18).
const target =
  process.env.GUICHET_RUNTIME === 'electron25'
    ? { node: 'node18.15', chrome: 'chrome114' }
    : { node: 'node24.18', chrome: 'chrome152' };
// Electron 25 cannot load an ES module as its main.
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  dynamicImportInCjs: false,
} as const;

/** V8 keeps a script's text in memory, at two bytes a character as soon as one of them is beyond Latin-1. */
const oneByteScripts: Plugin = {
  name: 'one-byte-scripts',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[\u0100-\uffff]/g, escaped);
    }
  },
};

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export default defineConfig({
  main: {
    plugins: [oneByteScripts],
    // The agent's calls go by Chromium's fetch: what axios has for Node's own http would only be loaded at every start.
    resolve: { alias: { axios: join(root, 'node_modules/axios/dist/esm/axios.js') } },
    build: {
      target: target.node,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: join(root, 'main/index.ts'),
          'file-thread': join(root, 'main/attachments/file-thread.ts'),
          'facts-worker': join(root, 'main/facts/facts-worker.ts'),
        },
        external: ['electron', 'better-sqlite3', 'koffi'],
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      target: target.node,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: join(root, 'preload/index.ts') },
        external: ['electron'],
        output: commonJs,
      },
    },
  },
  renderer: {
    root: join(root, 'renderer'),
    plugins: [react(), oneByteScripts],
    build: {
      target: target.chrome,
      minify: true,
      // Fluent is most of it, and it is read from disk.
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        input: { index: join(root, 'renderer/index.html') },
        // schemas that no window parses by would lie in the memory of the form, which is always there
        treeshake: { manualPureFunctions: ['z'] },
      },
    },
  },
});
