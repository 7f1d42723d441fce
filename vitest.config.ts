import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"

// Campaigns, trainings and long tables, by name: `npm run unit` leaves them to `npm test`.
const ALL = "tests/**/*.test.ts"
const LONG = "tests/**/*.long.test.ts"
// What the page keeps is modules with a state and clocks: each of these files gets modules of its own, all others share theirs.
const OWN = ["tests/state/library/**/*.test.ts", "tests/state/placing.test.ts"]

export default defineConfig({
  test: {
    benchmark: { include: ["bench/**/*.bench.ts"] },
    setupFiles: ["tests/seeded.ts"],
    testTimeout: 30_000,
    // Vitest keeps a core for its watcher; these runs end.
    maxWorkers: availableParallelism(),
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: { name: "quick", include: [ALL], exclude: [LONG, ...OWN], isolate: false, pool: "threads" },
      },
      { extends: true, test: { name: "quick-own", include: OWN, exclude: [LONG] } },
      { extends: true, test: { name: "long", include: [LONG] } },
    ],
  },
})
