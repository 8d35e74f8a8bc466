/**
 * Builds the browser part into `dist/` with hashed file names. Asset addresses are relative to `<base href>`, which the
 * server rewrites when Penstock is served below another path. In development the API of a running server is proxied.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const server = process.env['PENSTOCK_URL'];
const proxied = ['/api', '/auth', '/healthz', '/openapi.json'];

const lazyEditor = 'React.lazy(async () => await import("../internal/data-grid-overlay-editor/data-grid-overlay-editor.js"))';

/**
 * The grid loads its cell editor when it first needs it, and until React has shown it, each further key starts the edit anew:
 * the first letters that a person types would be lost. Loading it together with the grid makes the first key count.
 */
const eagerCellEditor: Plugin = {
  name: 'eager-cell-editor',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('glide-data-grid') || !id.endsWith('/data-editor/data-editor.js')) return null;
    if (!code.includes(lazyEditor)) this.error('The grid loads its cell editor in another way than this plugin knows.');
    return `import EagerCellEditor from '../internal/data-grid-overlay-editor/data-grid-overlay-editor.js';\n${code.replace(lazyEditor, 'EagerCellEditor')}`;
  },
};

/**
 * Mantine ships one sheet for each component, and one with all of them. Each component that is bundled brings its own, after
 * those that it builds on; unused ones are dropped with their components. In development `main.tsx` loads the whole sheet.
 */
const componentStyles: Plugin = {
  name: 'component-styles',
  apply: 'build',
  transform(code, id) {
    const [, name] = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/.exec(id) ?? [];
    return name === undefined ? null : `import '@mantine/core/styles/${name}.css';\n${code}`;
  },
};

/**
 * Nearly all that the first screen loads runs at once. With this hint browsers that know it compile the functions of a file while it
 * arrives, beside the page, and not one by one when each is first called (https://v8.dev/blog/explicit-compile-hints).
 */
const compileHints: Plugin = {
  name: 'compile-hints',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
    },
  },
};

export default defineConfig({
  base: './',
  plugins: [eagerCellEditor, componentStyles, compileHints, react()],
  server: {
    host: '127.0.0.1',
    ...(server === undefined ? {} : { proxy: Object.fromEntries(proxied.map((path) => [path, { target: server }])) }),
  },
  build: { target: 'es2023', sourcemap: false, reportCompressedSize: true },
});
