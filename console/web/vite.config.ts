import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is served under a policy that forbids inline scripts and styles and `data:` scripts: everything becomes a file.
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../build/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    target: 'es2023',
    sourcemap: false,
  },
});
