// Bundles the agent: main and preload as CommonJS, the windows as one page. Only native packages are not bundled.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
// Electron 45 ships. Where it cannot be downloaded, window tests run in Electron 25 (Chrome 114, Node 18).
const target =
  process.env.GUICHET_RUNTIME === 'electron25'
    ? { node: 'node18.15', chrome: 'chrome114' }
    : { node: 'node24.18', chrome: 'chrome152' };
// Electron 25 cannot load an ES module as its main script.
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  dynamicImportInCjs: false,
} as const;

/** Escapes characters outside Latin-1: with one of them V8 stores a script's source at two bytes per character. */
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
    // The agent uses Chromium's fetch. The browser build of axios has no adapter for Node's http to load at every start.
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
      // Most of the bundle is Fluent, and it is read from disk.
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        input: { index: join(root, 'renderer/index.html') },
        // removes unused schemas, which would occupy memory in the form's window as long as the agent runs
        treeshake: { manualPureFunctions: ['z'] },
      },
    },
  },
});
