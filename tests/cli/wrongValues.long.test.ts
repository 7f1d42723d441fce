// Wrong JSON at every place of documents that use every field and every attribute, through every command: an exit code of
// 0, 1 or 2, a sentence for whatever is wrong, with its code and its place, and nothing that was thrown. Damage stays local:
// what does not lie behind the wrong value is what it was.

import fc from "fast-check"
import { expect, test } from "vitest"
import { readDocumentOrLink } from "../../src/formats/json.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { ledToFrom } from "../../src/graph/analysis/reach.ts"
import { codes } from "../../src/graph/codes.ts"
import { isQuarantined, type NodeEntry } from "../../src/graph/document.ts"
import type { Problem } from "../../src/graph/problem.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { ops } from "../../src/ops/registry.ts"
import { cases, counted, grouped, patience } from "../campaign.ts"
import { asDocument, documentOf, type Plain, wholeDocuments } from "../graph/wholeDocuments.ts"
import { type Place, placesIn, writtenBeside, writtenWith, wrongKeys, wrongValues } from "../graph/wrongValues.ts"
import { call } from "./call.ts"

const FILE = ["-"] as const
const commands: readonly (readonly string[])[] = [
  ["check", ...FILE],
  ["check", ...FILE, "--json", "--mode", "eval"],
  ["summary", ...FILE],
  ["summary", ...FILE, "--json", "--batch", "2"],
  ["summary", ...FILE, "--format", "latex"],
  ["memory", ...FILE, "--json", "--fits", "1GB"],
  ["run", ...FILE, "--json"],
  ["run", ...FILE, "--mode", "eval", "--dtype", "float64"],
  ["gradcheck", ...FILE, "--json", "--samples", "1"],
  ["train", ...FILE, "--json", "--epochs", "1", "--params"],
  ["train", ...FILE, "--document", "--epochs", "1"],
  ["sweep", ...FILE, "--json"],
  ["sweep", ...FILE, "--csv"],
  ["link", ...FILE, "--json"],
  ["picture", ...FILE, "--table", "--formulas", "--title", "--details"],
]

/** One document with something wrong in it. */
interface Wrong {
  readonly whole: Plain
  readonly place: Place
  readonly text: string
  readonly words: string
}

const perOp = [...ops.values()].map(documentOf)

function wrongsOf(whole: Plain): readonly (() => Wrong)[] {
  const places = placesIn(whole)
  const objects = places.filter((place) => isPlainObject(whole, place))
  const instead = places.flatMap((place) =>
    wrongValues.map((value) => () => {
      return {
        whole,
        place,
        text: writtenWith(whole, place, value),
        words: `${place.join("/")} = ${value.slice(0, 60)}`,
      }
    }),
  )
  const beside = objects.flatMap((place) =>
    wrongKeys.map((key) => () => {
      const text = writtenBeside(whole, place, key, '{"a": null}')
      return {
        whole,
        place: [...place, key],
        text,
        words: `${place.join("/")} with ${JSON.stringify(key).slice(0, 60)}`,
      }
    }),
  )
  return [...instead, ...beside]
}

function isPlainObject(whole: Plain, place: Place): boolean {
  let at: unknown = whole
  for (const key of place) at = Object(at)[key]
  return typeof at === "object" && at !== null && !Array.isArray(at)
}

/** Words of the machine, which no person should meet. */
const MACHINE = /TypeError|RangeError|Cannot read|is not a function|is not iterable|\[object |\n {4}at /

async function allCommands({ text, words }: Wrong): Promise<void> {
  for (const argv of commands) {
    const { code, out, err } = await call(argv, { "-": text })
    const said = `${argv.join(" ")}, ${words}: ${err.slice(0, 300)}`
    const ownless = argv[0] === "sweep" && /no sweep of its own/.test(err)
    expect([0, 1, ownless ? 2 : 1], said).toContain(code)
    expect(MACHINE.test(err) || MACHINE.test(out.slice(0, 100_000)), said).toBe(false)
    if (argv.includes("--json") && !ownless) expect(unplaced(JSON.parse(out).problems), said).toEqual([])
    if (code === 1 && argv[0] !== "gradcheck" && argv[0] !== "sweep") expect(err + out, said).not.toBe("")
  }
}

/** Problems without a code or without a place. Of a file that is no JSON at all the sentence tells the line. */
function unplaced(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ code, node, path, line, sentence }) =>
      !Object.hasOwn(codes, code) || sentence === "" || (node ?? path ?? line) === undefined,
  )
}

/** Nodes that lie neither at the wrong place nor behind it are what they were; without one in `nodes`, all of them. */
function isLocal({ whole, place, text, words }: Wrong): void {
  const read = readDocumentOrLink(text)
  if (read.document === null) return
  const before = analyze(asDocument(whole), ops)
  const after = analyze(read.document, ops)
  const [field, index] = place
  if (field === "gradwire" || (field === "nodes" && index === undefined)) return
  const entry = field === "nodes" ? asDocument(whole).nodes[Number(index)] : undefined
  const touched = entry === undefined ? new Set<string>() : ledToFrom(before, [entry.id])
  const claimed = read.document.nodes.flatMap((node) => (before.nodes.has(node.id) ? [] : [node.id]))
  const behind = ledToFrom(after, [...claimed, ...(entry === undefined ? [] : [entry.id])])
  for (const [id, node] of before.nodes) {
    if (touched.has(id) || behind.has(id)) continue
    expect([id, after.nodes.get(id)?.state, after.nodes.get(id)?.outputs], words).toEqual([
      id,
      node.state,
      node.outputs,
    ])
  }
  const again = readDocumentOrLink(writeDocument(read.document)).document
  expect([again?.nodes.map(asRead), again?.setAside], words).toEqual([
    read.document.nodes.map(asRead),
    read.document.setAside,
  ])
}

/** Of a node that is kept as its text the text; where it stood is another line when it is written. */
function asRead(entry: NodeEntry): unknown {
  return isQuarantined(entry) ? entry.quarantined : entry
}

const everywhere = [...wholeDocuments, ...perOp].flatMap(wrongsOf)
const someOf = (count: number) =>
  fc.sample(fc.integer({ min: 0, max: everywhere.length - 1 }), count).flatMap((at) => everywhere[at]?.() ?? [])

test("the documents that are damaged are sound, and use every attribute of every op", async () => {
  for (const whole of wholeDocuments) {
    const problems = analyze(asDocument(whole), ops).problems.filter(({ code }) => code !== "GW-G101")
    expect(problems).toEqual([])
  }
  const bad = perOp.filter((whole) => analyze(asDocument(whole), ops).problems.some(({ code }) => code !== "GW-G141"))
  expect(bad.map(({ nodes }) => nodes)).toEqual([])
})

const read = cases(2_000)
test(
  `${grouped(read)} wrong values: read, analysed and written back; nothing but what lies behind is touched`,
  () => {
    for (const wrong of someOf(read)) isLocal(wrong)
    counted(read, "documents with a wrong value, read and analysed", `of ${grouped(everywhere.length)} that there are`)
  },
  patience(30_000),
)

const run = cases(24)
test(
  `${grouped(run)} wrong values through every command`,
  async () => {
    for (const wrong of someOf(run)) await allCommands(wrong)
    counted(run * commands.length, "commands over documents with a wrong value")
  },
  patience(60_000),
)

test("null and its kin where a tensor belongs, through every command", async () => {
  const [whole = {}] = wholeDocuments
  const places: readonly Place[] = [
    ["upstream", "h:output"],
    ["nodes", 1, "values", "value"],
    ["nodes", 4, "values", "weight"],
  ]
  for (const place of places) {
    for (const value of ["null", "true", "[null]", '"x"', "{}"]) {
      const wrong = { whole, place, text: writtenWith(whole, place, value), words: `${place.join("/")} = ${value}` }
      isLocal(wrong)
      await allCommands(wrong)
    }
  }
  const { out } = await call(["check", "-", "--json"], { "-": writtenWith(whole, ["upstream", "h:output"], "null") })
  expect(JSON.parse(out).problems[0]).toMatchObject({ code: "GW-T104", node: "h", port: "output" })
})
