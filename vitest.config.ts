import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import type { Vite } from "vitest/node"

// Campaigns, trainings and long tables, by name: `npm run unit` leaves them to `npm test`.
const ALL = "tests/**/*.test.ts"
const LONG = "tests/**/*.long.test.ts"
// Puts another module in the place of one that others use, or brings one along that moves nodes in every document that is
// edited after it: it gets modules of its own, all others share theirs. To load them takes as long as hundreds of tests.
const APART = "tests/**/*.apart.test.ts"

// What is compiled is kept for the next run. A list of a folder depends on more than its own text: it is made anew.
function folderLists(): Vite.Plugin {
  return {
    name: "folder-lists",
    configureVitest({ experimental_defineCacheKeyGenerator }) {
      experimental_defineCacheKeyGenerator(({ sourceCode }) =>
        sourceCode.includes("import.meta.glob") ? false : undefined,
      )
    },
  }
}

export default defineConfig({
  plugins: [folderLists()],
  test: {
    benchmark: { include: ["bench/**/*.bench.ts"] },
    setupFiles: ["tests/seeded.ts", "src/ops/registry.ts"],
    testTimeout: 30_000,
    // Vitest keeps a core for its watcher; these runs end.
    maxWorkers: availableParallelism(),
    experimental: { fsModuleCache: true },
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    // Modules are shared by the files of a worker: to evaluate them anew for each takes as long as half of the tests.
    isolate: false,
    pool: "threads",
    projects: [
      { extends: true, test: { name: "quick", include: [ALL], exclude: [LONG, APART] } },
      { extends: true, test: { name: "apart", include: [APART], isolate: true } },
      { extends: true, test: { name: "long", include: [LONG] } },
    ],
  },
})
