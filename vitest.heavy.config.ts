/** The heavier runs of `.ci/run`: a real browser, a fresh clone, the example recorded anew. One after another. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/heavy/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
})
