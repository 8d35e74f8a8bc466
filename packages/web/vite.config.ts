/**
 * Builds the browser part into `dist/` with hashed file names. Asset addresses are relative to `<base href>`, which the
 * server rewrites when Penstock is served below another path. In development the API of a running server is proxied.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['PENSTOCK_URL'];
const proxied = ['/api', '/auth', '/healthz', '/openapi.json'];

/** The grid loads its cell editor lazily and would lose the first keys typed meanwhile; `grid.tsx` imports it ahead by this name. */
const overlayEditor = fileURLToPath(new URL('../../node_modules/@glideapps/glide-data-grid/dist/esm/internal/data-grid-overlay-editor/data-grid-overlay-editor.js', import.meta.url));

export default defineConfig({
  base: './',
  resolve: { alias: { 'glide-overlay-editor': overlayEditor } },
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    ...(server === undefined ? {} : { proxy: Object.fromEntries(proxied.map((path) => [path, { target: server }])) }),
  },
  build: { target: 'es2023', sourcemap: false, reportCompressedSize: true },
});
