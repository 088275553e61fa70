import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite build console` writes console/dist. No inline script, so that the pages live under a strict policy. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { port: 5400, strictPort: true, host: '127.0.0.1' },
});
