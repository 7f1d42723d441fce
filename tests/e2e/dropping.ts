// Files as a person drags them in from the desktop: real ones, through the browser's own drag and drop.

import { mkdir, truncate, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { Locator, TestInfo } from "@playwright/test"
import { middle } from "./editor.ts"

/** Drops files or folders, by their paths, on the middle of something. */
export async function drop(target: Locator, paths: readonly string[]): Promise<void> {
  const { x, y } = await middle(target)
  const browser = await target.page().context().newCDPSession(target.page())
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await browser.send("Input.dispatchDragEvent", { type, x, y, data })
  }
  await browser.detach()
}

/** Writes a file for one test; answers its path. */
export async function onDisk(info: TestInfo, name: string, content: string | Uint8Array): Promise<string> {
  const path = info.outputPath(name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return path
}

/** A file that says to be so long and takes no room on the disk. */
export async function sparse(info: TestInfo, name: string, bytes: number): Promise<string> {
  const path = await onDisk(info, name, "")
  await truncate(path, bytes)
  return path
}
