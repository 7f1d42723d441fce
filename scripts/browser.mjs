// Finds a Chromium for the browser tests: CHROMIUM_PATH, an installed Chromium or Chrome, the one that Playwright
// manages, else the one that ships inside the npm package @sparticuz/chromium (Linux x64).

import { accessSync, constants, existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium } from "@playwright/test"

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"]

const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) =>
    join(process.env[name] ?? "-", "Google", "Chrome", "Application", "chrome.exe"),
  ),
]

/** Where the browser is, with the arguments it wants, and how it was found. */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, but there is no such file`)
    return { executablePath: given, args: ARGS, found: "CHROMIUM_PATH" }
  }
  const installed = onPath() ?? PLACES.find(isExecutable)
  if (installed) return { executablePath: installed, args: ARGS, found: "installed" }
  const managed = chromium.executablePath()
  if (managed && existsSync(managed)) return { executablePath: managed, args: ARGS, found: "managed by Playwright" }
  const { default: packaged } = await import("@sparticuz/chromium")
  const executablePath = await packaged.executablePath()
  // Its own arguments are for cloud functions (one process, web security off) and would change what is tested.
  return { executablePath, args: ARGS, found: "packaged in @sparticuz/chromium" }
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean)
  return COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
