import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^llmgen\/runtime$/, replacement: at('./src/runtime/index.ts') },
      { find: /^llmgen\/runtime\/fetch$/, replacement: at('./src/runtime/fetch.ts') },
      { find: /^llmgen\/gateway$/, replacement: at('./src/gateway/index.ts') },
      { find: /^llmgen\/redis$/, replacement: at('./src/redis/index.ts') },
      { find: /^llmgen\/sdk$/, replacement: at('./src/sdk/index.ts') },
      { find: /^llmgen\/testing$/, replacement: at('./src/testing/index.ts') },
      { find: /^llmgen\/openai-errors$/, replacement: at('./src/facades/openai-errors.ts') },
      { find: /^llmgen\/providers\/(.*)$/, replacement: at('./src/providers/$1.ts') },
      { find: /^llmgen$/, replacement: at('./src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/golden/**', '**/node_modules/**', 'dist/**'],
    // by default one core is left idle
    maxWorkers: '100%',
    testTimeout: 30_000,
    // databases are made in hooks
    hookTimeout: 60_000,
  },
})
