// A class of model.py: what its constructor takes, what it holds, and how it is called; and how that is written down.

import { commented, line } from "../python/python.ts"

/** A line and what stands behind it. */
export interface Row {
  readonly text: string
  readonly comment: string
}

/** A method with its lines. */
interface Method {
  /** `def forward(self, x: Tensor) -> Tensor:` */
  readonly head: string
  readonly rows: readonly Row[]
}

/** A number that a constructor takes. */
export interface Size {
  readonly name: string
  /** Null where it must be given. */
  readonly fallback: string | null
}

export interface WrittenClass {
  readonly name: string
  /** Text below its head; empty where there is none. */
  readonly doc: string
  readonly sizes: readonly Size[]
  readonly init: readonly Row[]
  /** None for a Sequential, which is called as it is held. */
  readonly methods: readonly Method[]
  readonly base: "nn.Module" | "nn.Sequential"
}

export function classText({ name, doc, sizes, init, methods, base }: WrittenClass): string {
  const body = `${initText(init, sizes)}${methods.map(methodText).join("")}`
  return `class ${name}(${base}):\n${doc === "" ? body.replace(/^\n/, "") : `${doc}${body}`}`
}

/** A class without its names and what stands behind its lines: two that have the same are one. */
export function sameText({ init, methods, base }: WrittenClass): string {
  return JSON.stringify([base, init.map(({ text, comment }) => [text, comment]), methods])
}

function initText(init: readonly Row[], sizes: readonly Size[]): string {
  if (init.length === 0) return ""
  const taken = sizes.map(({ name, fallback }) => `${name}: int${fallback === null ? "" : ` = ${fallback}`}`)
  const head = line(1, `def __init__(${["self", ...taken].join(", ")}) -> None:`)
  return `\n${head}        super().__init__()\n${commented(2, init)}`
}

function methodText({ head, rows }: Method): string {
  return `\n${line(1, head)}${commented(2, rows)}`
}
