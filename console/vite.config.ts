// Builds the console into out/console, where the server serves it from. `vite --config console/vite.config.ts` runs a
// development server that proxies to a Guichet server on its default port. Run both from the root of the repository.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'console',
  plugins: [react()],
  build: {
    outDir: '../out/console',
    emptyOutDir: true,
    // The content security policy admits scripts and styles from files only.
    assetsInlineLimit: 0,
    // Most of the bundle is Fluent, which every page needs.
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
