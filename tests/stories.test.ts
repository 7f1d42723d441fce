// The stories of the gallery: what every frame names is there, what it says is true of the run, and its link stays short.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import type { RunResult } from "../src/engine/pass/result.ts"
import { run } from "../src/engine/pass/run.ts"
import { writeLink } from "../src/formats/links/link.ts"
import { guardTex } from "../src/formula/guard.ts"
import { sentenceParts } from "../src/formula/sentence.ts"
import { analyze } from "../src/graph/analysis/analyze.ts"
import { missingNames } from "../src/graph/analysis/missingNames.ts"
import type { GradwireDocument, StoryFrame } from "../src/graph/document.ts"
import { framesOf } from "../src/graph/edit/frames.ts"
import { LINK_CHARACTERS } from "../src/graph/limits.ts"
import { readStep } from "../src/graph/step.ts"
import { readDocument } from "../src/graph/text/read.ts"
import { ops } from "../src/ops/registry.ts"
import { sequenceOf } from "../src/state/player/playerSteps.ts"
import { stepNamed } from "../src/state/player/stepNames.ts"
import { shown } from "./state/shown.ts"

const folder = new URL("../graphs/", import.meta.url)
const told = readdirSync(folder).flatMap((file) => {
  const read = file.endsWith(".json") ? readDocument(readFileSync(new URL(file, folder), "utf8")) : null
  const document = read?.document
  return document?.story === undefined ? [] : [{ name: file.replace(".json", ""), document }]
})

/** Whole numbers that no tensor holds: counts of parameters, sizes and what an equation takes from the field. */
const COUNTS: Readonly<Record<string, readonly string[]>> = { "conv3-pool2-fc3": ["2,483"] }

function runIn(document: GradwireDocument, mode: "train" | "eval"): RunResult {
  return run(analyze(document, ops, mode), { mode, dtype: "float64" })
}

const mathIn = ({ text }: StoryFrame): readonly string[] =>
  sentenceParts(text)
    .filter(({ kind }) => kind === "math")
    .map((part) => part.text)

/** LaTeX of plain arithmetic as JavaScript; null if there is a letter in it. */
function arithmetic(tex: string): string | null {
  const plain = tex
    .replaceAll("\\cdot", "*")
    .replaceAll(/\\times/g, "*")
    .replaceAll(/\\d?frac\{(.*)\}\{(.*)\}/g, "($1)/($2)")
    .replaceAll("\\varepsilon", "0.00001")
    .replaceAll(/\\sqrt\{([^{}]*)\}/g, "Math.sqrt($1)")
    .replaceAll(/\\max/g, "Math.max")
  return /^[-+*/()\d.,\s]*$/.test(plain.replaceAll(/Math\.(?:sqrt|max)/g, "")) ? plain : null
}

/** Our own stories, in a test: what is evaluated holds digits, signs, √ and max alone. */
const evaluated = (expression: string): number => Number(new Function(`return ${expression}`)())

const digitsOf = (number: string): number => number.split(".")[1]?.length ?? 0

function tensorsOf(result: RunResult): readonly number[] {
  return [result.values, result.gradients, result.wires].flatMap((tensors) =>
    [...tensors.values()].flatMap(({ data }) => Array.from(data)),
  )
}

test("nine graphs ship with a story, the two of the course among them", () => {
  expect(told.length).toBeGreaterThanOrEqual(9)
  expect(told.map(({ name }) => name)).toEqual(expect.arrayContaining(["batch-norm", "conv3-pool2-fc3", "spirals"]))
})

describe.each(told)("the story of $name", ({ name, document }) => {
  const frames = framesOf(document)
  const results = { train: runIn(document, "train"), eval: runIn(document, "eval") }

  test("has four to eight frames of one or two sentences, of which each can be drawn", () => {
    expect(frames.length).toBeGreaterThanOrEqual(4)
    expect(frames.length).toBeLessThanOrEqual(8)
    for (const frame of frames) {
      expect(frame.text).toMatch(/[.?]$/)
      expect(frame.text.length).toBeLessThan(200)
      expect(mathIn(frame).map((tex) => guardTex(tex))).toEqual(mathIn(frame).map(() => null))
    }
  })

  test("names nodes, wires and steps that are there", () => {
    for (const frame of frames) {
      const mode = frame.mode ?? "train"
      const analysis = analyze(document, ops, mode)
      expect(missingNames(frame, analysis)).toEqual([])
      const step = frame.step === undefined ? null : readStep(frame.step)
      if (step !== null) expect(stepNamed(sequenceOf(analysis, shown(results[mode])), step)).not.toBeNull()
    }
  })

  test("says numbers of its run, and equations that hold", () => {
    for (const frame of frames) {
      const numbers = tensorsOf(results[frame.mode ?? "train"])
      for (const tex of mathIn(frame)) {
        const sides = tex.split("=").map((side) => arithmetic(side.trim()))
        const [last] = sides.slice(-1)
        const before = sides.slice(0, -1).filter((side) => side !== null && side !== "")
        if (last !== null && last !== undefined && /^-?[\d.]+$/.test(last)) {
          for (const side of before)
            expect(evaluated(side!), tex).toBeCloseTo(Number(last), Math.max(2, digitsOf(last)) - 0.31)
        }
      }
      for (const [number] of frame.text.matchAll(/\d+\.\d+/g)) {
        const digits = digitsOf(number)
        const held = numbers.some((one) => Math.abs(one).toFixed(digits) === number)
        const attr = document.nodes.some((node) => JSON.stringify(node).includes(number))
        expect(held || attr, `${number} in ${frame.text}`).toBe(true)
      }
      for (const count of COUNTS[name] ?? []) expect(frames.some(({ text }) => text.includes(count))).toBe(true)
    }
  })

  test("travels in a link that mail and chat leave whole", () => {
    const link = writeLink(document, "https://gradwire.example/")
    expect("link" in link && link.characters).toBeLessThan(LINK_CHARACTERS.soft)
  })
})
