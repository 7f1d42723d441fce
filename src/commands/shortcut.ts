/** How a shortcut is written for people: `⌘Z` on a Mac, `Ctrl Z` elsewhere. */
export function writeShortcut(shortcut: string, mac: boolean): string {
  const words = shortcut.split(/\+(?=.)/)
  const named = words.map((word) => (mac ? MAC : OTHER)[word] ?? word)
  return named.join(mac ? "" : " ")
}

const ARROWS = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" }
const MAC: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Shift: "⇧",
  Alt: "⌥",
  Enter: "↩",
  Delete: "⌦",
  Backspace: "⌫",
  ...ARROWS,
}
const OTHER: Readonly<Record<string, string>> = { Mod: "Ctrl", Delete: "Del", ...ARROWS }
