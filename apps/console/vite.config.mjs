import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['LAZARET_API'] ?? 'http://127.0.0.1:8400';

// Neighbours of the house are read from their source, as everywhere.
export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['lazaret-source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: the content security policy allows files of our own only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // What others wrote changes seldom and stays in the browser's cache; charts come with the pages that have some.
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules\/(echarts|zrender)/, priority: 2 },
            { name: 'vendor', test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    // The API answers only who asks by its own name and comes from its own page.
    proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: new URL(api).origin } } },
  },
});
