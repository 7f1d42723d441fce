// The hostile corpus: inputs as strangers make them, each with the exact words it is met with. One JSON file for each
// kind in tests/hostile; a new case is one object in a list. Page and command line read through the same door.

import { readdirSync, readFileSync } from "node:fs"
import katex from "katex"
import { afterAll, describe, expect, test } from "vitest"
import { planProblem } from "../src/engine/pass/memory.ts"
import { readDocumentOrLink } from "../src/formats/json.ts"
import { guardTex, KATEX_OPTIONS } from "../src/formula/guard.ts"
import { symbolTex } from "../src/formula/tex.ts"
import { analyze } from "../src/graph/analysis/analyze.ts"
import { codes } from "../src/graph/codes.ts"
import { isQuarantined } from "../src/graph/document.ts"
import { formatProblem, type Problem } from "../src/graph/problem.ts"
import { writeDocument } from "../src/graph/text/write.ts"
import { ops } from "../src/ops/registry.ts"
import { counted } from "./campaign.ts"
import { call } from "./cli/call.ts"

type Input = string | { readonly hex: string } | { readonly parts: readonly (readonly [string, number])[] }
interface Case {
  readonly name: string
  /** What is handed over; or only the nodes of a document, or the label of its one node. */
  readonly input?: Input
  readonly nodes?: readonly object[]
  readonly label?: unknown
  /** Nodes that open and nodes that are quarantined; null if nothing opens. */
  readonly opens: readonly [number, number] | null
  /** Code and sentence of every problem, in order. */
  readonly says: readonly string[]
  /** Beside `nodes`: code, place and sentence of what its shapes mean, and what a run forward and backward would need. */
  readonly means?: readonly string[]
  /** Beside `label`: why it stands as plain text; null if it is drawn. */
  readonly draws?: string | null
}

const folder = new URL("./hostile/", import.meta.url)
const files = readdirSync(folder).map((name) => {
  // Our own file, read with the care of a test: a wrong field makes its case fail.
  const cases = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as readonly Case[]
  return { name, cases }
})

function inputOf({ input, nodes, label }: Case): string | Uint8Array {
  if (nodes !== undefined) return JSON.stringify({ gradwire: 1, nodes })
  if (input === undefined)
    return JSON.stringify({ gradwire: 1, nodes: [{ id: "n", op: "ReLU", label: textOf(label) }] })
  if (typeof input === "string") return input
  return "hex" in input ? Uint8Array.from(Buffer.from(input.hex, "hex")) : repeated(input.parts)
}

/** A label is a text, a text in parts, or whatever stands there instead. */
function textOf(label: unknown): unknown {
  const { parts } = Object(label) as { parts?: readonly (readonly [string, number])[] } // our own file
  return parts === undefined ? label : repeated(parts)
}

function repeated(parts: readonly (readonly [string, number])[]): string {
  return parts.map(([text, times]) => text.repeat(times)).join("")
}

/** What the command line's `check` prints of problems: the same sentences, in a terminal's dress. */
async function heardFromCommandLine(bytes: Uint8Array): Promise<readonly string[]> {
  const { out, err } = await call(["check", "-", "--json"], { "-": bytes })
  expect(err.replace(/^-: fine .*\n/, "")).toBe("")
  const { problems } = JSON.parse(out) as { problems: readonly Problem[] } // its own output
  return problems.map(lineOf)
}

function lineOf(problem: Problem): string {
  return `${problem.code} ${formatProblem(problem)}`
}

/** As the page draws a label (editor/maths/Maths.tsx). */
function drawn(label: string): string | null {
  const tex = symbolTex(label)
  const refusal = guardTex(tex)
  if (refusal !== null) return refusal.problem
  try {
    const html = katex.renderToString(tex, { ...KATEX_OPTIONS, macros: Object.create(null) })
    expect(html).not.toMatch(/<(?:(?:script|img|a|iframe|object|form|input)\b|[^>]*\s(?:href|src|on[a-z]+|id)=)/i)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : "?"
  }
}

for (const { name, cases } of files) {
  describe(`${name}: ${cases.length} cases`, () => {
    test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
      const { opens, says, means } = one
      const made = inputOf(one)
      const forms = typeof made === "string" && !/\p{Cs}/u.test(made) ? [made, new TextEncoder().encode(made)] : [made]
      for (const form of forms) {
        const { document, problems } = readDocumentOrLink(form)
        expect(problems.map(({ code, sentence }) => `${code} ${sentence}`)).toEqual(says)
        const bad = document?.nodes.filter(isQuarantined).length ?? 0
        expect(document === null ? null : [document.nodes.length - bad, bad]).toEqual(opens)
        // What opens can be saved, and says the same when opened again.
        if (document !== null)
          expect(readDocumentOrLink(writeDocument(document)).document?.nodes.length).toBe(document.nodes.length)
        const analysis = document === null ? null : analyze(document, ops, "train")
        if (means !== undefined && analysis !== null) {
          const plan = planProblem(analysis, "float32", true)
          expect([...analysis.problems, ...(plan === null ? [] : [plan])].map(lineOf)).toEqual(means)
        }
        if (typeof form === "string") continue
        // The command line takes larger documents than the page; in all else it says the same.
        if (!says.some((line) => /^GW-S11[01] /.test(line))) {
          const known = [...problems, ...(analysis?.problems ?? [])].map(lineOf)
          const heard = await heardFromCommandLine(form)
          expect(heard.slice(0, known.length)).toEqual(known)
          // Where the graph is sound, it goes on to data, training and sweep.
          for (const line of heard.slice(known.length)) expect(line).toMatch(/^GW-(?:D1|R1|E41)/)
        }
        const plan = means?.find((line) => line.startsWith("GW-E210 "))
        if (plan !== undefined) expect((await call(["run", "-"], { "-": form })).err).toContain(plan.slice(8))
      }
      if (one.draws !== undefined) {
        const began = performance.now()
        expect(drawn(String(textOf(one.label)))).toBe(one.draws)
        // Measured in milliseconds; a machine that is shared may stall.
        expect(performance.now() - began).toBeLessThan(500)
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    })
  })
}

test("no two cases of a file have one name, and every code of reading files, documents and links has a case", () => {
  for (const { cases } of files) expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  const said = new Set(files.flatMap(({ cases }) => cases.flatMap(({ says }) => says.map((line) => line.slice(0, 7)))))
  // Making a link warns with L190; no link that is read does.
  const wanted = Object.keys(codes).filter((code) => /^GW-(?:F|L1[0-8]|S[12])/.test(code))
  expect(wanted.filter((code) => !said.has(code))).toEqual([])
})

afterAll(() => {
  const cases = files.flatMap((file) => file.cases)
  counted(cases.length, "hostile inputs, each with its exact words")
})
