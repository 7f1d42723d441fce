// A browser of its own for each test, and documents in it.

import { afterAll, beforeEach, vi } from "vitest"
import { graph, type Tab, World } from "./world.ts"

export let world: World

/** For each test of the file that calls it: files share their modules, and what a module does itself, it does once. */
export function freshWorlds(): void {
  // Without SubtleCrypto checksums are CRC-32 and need no thread: time stands still but for the clock that is turned here.
  vi.stubGlobal("crypto", { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) })
  afterAll(() => void vi.unstubAllGlobals())
  beforeEach(() => {
    world = new World()
  })
}

/** A document from the shorthand. */
export const text = (title: string, ...ids: readonly string[]) =>
  ({ document: graph(title, ...ids), bytes: null, origin: "text" }) as const

/** A tab with such a document, saved. */
export async function opened(...ids: readonly string[]): Promise<Tab> {
  const tab = world.tab()
  tab.openDocument.create(text("t", ...ids))
  await world.clock.pass(50)
  return tab
}

/** Two tabs over one document: the first writes it, the second looks on. */
export async function twoTabs(): Promise<readonly [writer: Tab, reader: Tab]> {
  const writer = await opened("a")
  const reader = world.tab()
  void reader.openDocument.open("d1")
  await world.clock.pass(50)
  return [writer, reader]
}
