import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/e2e/**"],
    benchmark: { include: ["bench/**/*.bench.ts"] },
    setupFiles: ["tests/seeded.ts"],
    testTimeout: 30_000,
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
  },
})
