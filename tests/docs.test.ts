// Every export below the stores says what it is: shapes, units, errors, the source of a formula.

import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"

const src = new URL("../src/", import.meta.url)
const FOLDERS = ["tensor", "formula", "kernels", "graph", "engine"]
/** Entries of a registry and rules of one type: what they are is said at their type. */
const BY_TYPE = /^export const \w+(?:: \w+Rule\b| = (?:define|adaptive)\w*\()/

const files = [
  "ops/op.ts",
  ...FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, src), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  ),
]

/** `name` of every export without a comment before it; a further overload of a function needs none. */
function undocumented(text: string): readonly string[] {
  const lines = text.split("\n")
  const seen = new Set<string>()
  return lines.flatMap((line, i) => {
    const name = /^export (?:async )?(?:function\*?|const|class|interface|type|let) (\w+)/.exec(line)?.[1]
    if (name === undefined || seen.has(name) || BY_TYPE.test(line)) return []
    seen.add(name)
    return lines[i - 1]?.trimEnd().endsWith("*/") ? [] : [name]
  })
}

it("sees what has no comment", () => {
  const text = [
    "/** Said. */\nexport const a = 1",
    "export function* b() {}",
    "export interface C {}",
    "export const D = defineOp({",
    "export const e: KnownRule = {",
    "/** Twice. */\nexport function f(x: number): void\nexport function f(x: string): void",
  ]
  expect(undocumented(text.join("\n\n"))).toEqual(["b", "C"])
})

it("every export of tensor, formula, kernels, graph, engine and ops/op.ts has a comment", () => {
  expect(files.length).toBeGreaterThan(100)
  const silent = files.flatMap((file) =>
    undocumented(readFileSync(new URL(file, src), "utf8")).map((name) => `${file}: ${name}`),
  )
  expect(silent).toEqual([])
})
