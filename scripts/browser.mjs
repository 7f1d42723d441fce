// Finds a Chromium for the browser tests: CHROMIUM_PATH, else a headless shell (installed, or the one that ships inside
// the npm package @sparticuz/chromium for Linux x64), since it starts no windows and no tabs that nobody looks at and takes
// little more than half the time, else the one that Playwright manages, or an installed Chromium or Chrome.

import { spawnSync } from "node:child_process"
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

const SHELLS = ["chromium-headless-shell", "chrome-headless-shell"]
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
  const shell = onPath(SHELLS)
  if (shell) return { executablePath: shell, args: ARGS, found: "installed headless shell" }
  const packaged = await packagedShell()
  if (packaged) return { executablePath: packaged, args: ARGS, found: "packaged in @sparticuz/chromium" }
  const managed = chromium.executablePath()
  if (managed && existsSync(managed)) return { executablePath: managed, args: ARGS, found: "managed by Playwright" }
  const installed = onPath(COMMANDS) ?? PLACES.find(isExecutable)
  if (installed) return { executablePath: installed, args: ARGS, found: "installed" }
  throw new Error("There is no Chromium to test in: install one, or name one in CHROMIUM_PATH")
}

/** Null where it is for another system, or a library that it needs is missing. */
async function packagedShell() {
  if (process.platform !== "linux" || process.arch !== "x64") return null
  const { default: packaged } = await import("@sparticuz/chromium")
  // Its own arguments are for cloud functions (one process, web security off) and would change what is tested.
  const path = await packaged.executablePath()
  return spawnSync(path, ["--version"]).status === 0 ? path : null
}

function onPath(commands) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean)
  return commands.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
