// Names that nodes and groups may have, and fresh ones for new nodes.

const ID = /^[A-Za-z_][A-Za-z0-9_./-]{0,127}$/

/** What an id may look like, in words. */
export const ID_RULE =
  "a letter or _ first, then letters, digits, _ . / or -, at most 128 characters, and no name that JavaScript reserves"

/** Names that every JavaScript object has: never an id, wherever somebody may hold ids in an object after all. */
const RESERVED = new Set(Object.getOwnPropertyNames(Object.prototype).concat("prototype"))

/** Whether a node or group may be called so. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && ID.test(text) && !RESERVED.has(text)
}

/** `conv1` for a Conv2d: the kind in lower case without its dimension or `Loss`, and the first number that is free. */
export function freshId(kind: string, taken: { has(id: string): boolean }): string {
  const letters = kind.replace(/[^A-Za-z0-9_]/g, "").replace(/(?:[123]d|Loss)$/, "")
  const stem = letters.toLowerCase().slice(0, 100)
  return nextId(/^[a-z_]/.test(stem) ? stem : `node${stem}`, taken)
}

/** `stem1`, `stem2`, …: the first that is free. */
export function nextId(stem: string, taken: { has(id: string): boolean }): string {
  for (let n = 1; ; n++) {
    const id = `${stem}${n}`
    if (!taken.has(id)) return id
  }
}
