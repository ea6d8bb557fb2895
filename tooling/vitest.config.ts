import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  // One graphql for all: Vite would take its ES modules for our code, Node takes CommonJS for our dependencies.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: { include: ['{launcher,schema}/test/**/*.test.ts'] },
})
