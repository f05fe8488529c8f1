// Builds the console into out/console, where the server finds it; `vite --config console/vite.config.ts` serves it
// while it is being written, against a Guichet server on its usual port. Both run from the root of the repository.
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
    // Fluent is most of it, and every page needs it.
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
