import { expect, test } from "vitest"
import { commands } from "../../src/commands/registry.ts"
import { HELD_WITH_MOD } from "../../src/editor/shell/heldKeys.ts"

/** The browser does these by itself: the clipboard, its own zoom. */
const LEFT = new Set(["C", "V", "X", "=", "-", "0"])

test("with Ctrl or Cmd those keys are held that mean a command, and no others", () => {
  const keys = [...commands.values()].flatMap(({ shortcuts = [] }) =>
    shortcuts.flatMap((shortcut) => /^Mod\+(?:Shift\+)?(.)$/.exec(shortcut)?.[1] ?? []),
  )
  expect([...HELD_WITH_MOD].sort()).toEqual([...new Set(keys)].filter((key) => !LEFT.has(key)).sort())
})
