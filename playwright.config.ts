import { defineConfig } from "@playwright/test"
import { findBrowser } from "./scripts/browser.mjs"

const { executablePath, args } = await findBrowser()
const port = 4789

export default defineConfig({
  testDir: "tests/e2e",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath, args },
    trace: "retain-on-failure",
  },
  webServer: {
    command: `node_modules/.bin/vite preview --port ${port} --strictPort --host localhost`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
})
