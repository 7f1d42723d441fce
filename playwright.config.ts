// What is tested is the build in dist/, served at a free port. GRADWIRE_DIST names another folder and GRADWIRE_PORT a port.

import { defineConfig } from "@playwright/test"
import { findBrowser } from "./scripts/browser.mjs"
import { freePort } from "./scripts/freePort.mjs"

const { executablePath, args } = await findBrowser()
// Every worker reads this file again and must find the port that is served.
process.env.GRADWIRE_PORT ??= String(await freePort())
const port = Number(process.env.GRADWIRE_PORT)
const dist = process.env.GRADWIRE_DIST ?? "dist"
const address = `http://localhost:${port}/`

// Files whose tests train networks, or stay on one page for thousands of formulas.
const TRAINING = /(?:train|train-by-hand|trainer-faults|sweep|own-data|maths)\.spec\.ts$/

export default defineConfig({
  testDir: "tests/e2e",
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  // A machine shared with others may stall a browser once; scripts/test.mjs says which tests needed a second try.
  retries: process.env.CI ? 1 : 0,
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    // Movement costs a third of the time and is asked for by the tests that are about it.
    contextOptions: { reducedMotion: "reduce" },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: { executablePath, args },
    actionTimeout: 15_000,
    // Recording costs as much again as the test: `npx playwright test --trace on FILE` shows how one came to fail.
    trace: "on-first-retry",
  },
  projects: [
    {
      name: "editor",
      testIgnore: TRAINING,
      // These pages live for seconds: to optimise their code takes longer than it saves.
      use: { launchOptions: { executablePath, args: [...args, "--js-flags=--no-opt --no-maglev"] } },
    },
    { name: "training", testMatch: TRAINING },
  ],
  webServer: {
    command: `node_modules/.bin/vite preview --outDir "${dist}" --port ${port} --strictPort --host localhost`,
    url: address,
    reuseExistingServer: false,
  },
})
