import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// While developing, the page comes from Vite and everything else from a running Steward.
const steward = process.env['STEWARD_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    proxy: {
      '/api': { target: steward, changeOrigin: true },
      '/live': { target: steward, changeOrigin: true, ws: true },
      '/openapi': { target: steward, changeOrigin: true },
    },
  },
  build: {
    target: 'es2022',
    manifest: true,
    // The content security policy allows no inline script, so modules are preloaded by links alone.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
});
