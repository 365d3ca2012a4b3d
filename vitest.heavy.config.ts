/** The heavier runs of `.ci/run`: whole runs on broken material, a real browser, a fresh clone, the example recorded anew. One after another. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/heavy/**/*.test.ts', 'test/bad-input/{run,folder,repository,tables}.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
})
