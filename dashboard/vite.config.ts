import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  // Relative to the page's base, so that the same files work behind any prefix.
  base: './',
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    // Small files too are files: the policy of the page allows no data in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    reportCompressedSize: false,
  },
})
