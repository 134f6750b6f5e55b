/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const worker = process.env.HALLWAY_WORKER ?? 'http://127.0.0.1:8787';

/** The Host header stays the browser's own, so that the Worker sees one origin in cookies and Origin checks. */
const proxied = { target: worker, changeOrigin: false };

/** Small parts of the first load that other parts share: together they weigh less than in files of their own. */
const SMALL = new RegExp(
  [
    'icons/Icon(X|Dots|Trash|History|UserMinus|ArrowDown|ChevronDown|Language)\\.mjs',
    'features/removal/(lengths|zone|callName)',
    'features/connections/(removable|connections|useConnections)',
    'node_modules/(clsx|use-sync-external-store)/',
    'ui/(Doorway|toast/toasts|art/door-)',
  ].join('|'),
);

export default defineConfig({
  root: 'public',
  publicDir: 'static',
  plugins: [react()],
  server: {
    proxy: { '/api': { ...proxied, ws: true }, '/sfu': { ...proxied, ws: true }, '/hooks': proxied },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would need a wider policy than 'self' for fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'small', test: SMALL }] } } },
    // What is loaded when, for the budgets: .size-limit.mjs.
    manifest: true,
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
