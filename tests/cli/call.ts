// A command line without a process: what it prints, and its exit code.

import { readFileSync } from "node:fs"
import { commandLine } from "../../src/cli/commandLine.ts"
import { UsageError } from "../../src/cli/parts/command.ts"

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Files that were written, by name; absent where none was. */
  readonly written?: Readonly<Record<string, string>>
  /** The same, byte by byte. */
  readonly bytes?: Readonly<Record<string, Uint8Array>>
}

/** Runs a command. `files` are read by name before the disk; `-` among them is standard input. `order` gets all that is printed. */
export async function call(
  argv: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  order: string[] = [],
): Promise<Outcome> {
  let [out, err] = ["", ""]
  const written: Record<string, string> = {}
  const bytes: Record<string, Uint8Array> = {}
  const code = await commandLine(argv, {
    read: async (path) => {
      const given = Object.hasOwn(files, path) ? files[path] : undefined
      if (given !== undefined) return typeof given === "string" ? new TextEncoder().encode(given) : given
      try {
        return readFileSync(path)
      } catch {
        throw new UsageError(`"${path}" cannot be read: there is no such file.`)
      }
    },
    write: async (path, pieces) => {
      const parts: Uint8Array[] = []
      for await (const piece of pieces) parts.push(Buffer.from(piece))
      const whole = Buffer.concat(parts)
      bytes[path] = whole
      written[path] = whole.toString()
    },
    folder: async () => {},
    out: async (text) => {
      out += text
      order.push(text)
    },
    err: async (text) => {
      err += text
      order.push(text)
    },
    watched: false,
  })
  return { code, out, err, ...(Object.keys(written).length === 0 ? {} : { written, bytes }) }
}

/** A small document with a clash of shapes at `y:b`. */
export const clash = JSON.stringify({
  gradwire: 1,
  title: "clash",
  target: "y",
  nodes: [
    { id: "a", op: "Input", attrs: { shape: [2, 3] } },
    { id: "b", op: "Input", attrs: { shape: [2, 4] } },
    { id: "e", op: "Exp", inputs: { input: "a" } },
    { id: "y", op: "Add", inputs: { a: "a", b: "b" } },
  ],
})

/** Three numbers through a ReLU, without a problem. */
export const fine = JSON.stringify({
  gradwire: 1,
  title: "fine",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [-1, 2, 0.1] } },
    { id: "y", op: "ReLU", inputs: { input: "x" } },
  ],
})
