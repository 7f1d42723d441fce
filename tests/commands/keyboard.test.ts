import { beforeEach, expect, test } from "vitest"
import { labelOf } from "../../src/commands/command.ts"
import { commandFor, nameOf } from "../../src/commands/keyboard.ts"
import { commandNamed, commands } from "../../src/commands/registry.ts"
import { writeShortcut } from "../../src/commands/shortcut.ts"
import { open } from "../../src/state/document.ts"
import { useSession } from "../../src/state/session.ts"

const key = (name: string, held: Partial<{ ctrl: boolean; meta: boolean; shift: boolean; alt: boolean }> = {}) => ({
  key: name,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  shiftKey: held.shift ?? false,
  altKey: held.alt ?? false,
})

beforeEach(() => open({ gradwire: 1, nodes: [{ id: "x", op: "Input", at: [0, 0] }] }))

test("every command has words, and no two share a shortcut", () => {
  const seen = new Map<string, string>()
  for (const command of commands.values()) {
    expect(labelOf(command)).not.toBe("")
    for (const shortcut of command.shortcuts ?? []) {
      expect(seen.get(shortcut), `${shortcut} of ${command.id}`).toBeUndefined()
      seen.set(shortcut, command.id)
    }
  }
  expect(commands.size).toBeGreaterThan(25)
})

test("keys are named alike on every system", () => {
  expect(nameOf(key("z", { ctrl: true }))).toBe("Mod+Z")
  expect(nameOf(key("Z", { meta: true, shift: true }))).toBe("Mod+Shift+Z")
  expect(nameOf(key("+", { shift: true }))).toBe("+")
  expect(nameOf(key("Delete"))).toBe("Delete")
  expect(writeShortcut("Mod+Shift+Z", true)).toBe("⌘⇧Z")
  expect(writeShortcut("Mod+Shift+Z", false)).toBe("Ctrl Shift Z")
  expect(writeShortcut("+", false)).toBe("+")
})

test("a key finds its command, if it may run", () => {
  expect(commandFor(key("f"), false)?.id).toBe("run.forward")
  expect(commandFor(key("Delete"), false)).toBeNull()
  useSession.getState().select({ nodes: ["x"] })
  expect(commandFor(key("Delete"), false)?.id).toBe("edit.remove")
  expect(commandFor(key("y", { ctrl: true }), false)).toBeNull()
})

test("typing keeps letters, undo and the clipboard for the field", () => {
  useSession.getState().select({ nodes: ["x"] })
  for (const pressed of [key("f"), key("Backspace"), key("a", { ctrl: true }), key("z", { ctrl: true })]) {
    expect(commandFor(pressed, true)).toBeNull()
  }
  expect(commandFor(key("s", { ctrl: true }), true)?.id).toBe("file.saveFile")
})

test("copy, cut and paste are left to the browser's own events", () => {
  useSession.getState().select({ nodes: ["x"] })
  for (const letter of ["c", "x", "v"]) expect(commandFor(key(letter, { ctrl: true }), false)).toBeNull()
})

test("a misspelt command is a bug that says so", () => {
  expect(() => commandNamed("edit.unod")).toThrow("edit.unod")
})
