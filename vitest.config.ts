/** Tests run without isolation on threads: nothing here keeps state between files. Whole runs on broken material are among the heavier ones. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/heavy/**', 'test/bad-input/{run,folder,repository,tables}.test.ts', 'node_modules/**'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
