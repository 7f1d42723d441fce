// The steps of every graph of the gallery.

import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { sequenceOf } from "../../src/state/player/playerSteps.ts"
import { formulasOf, sentenceOf } from "../../src/state/player/playerWords.ts"
import { windowOf } from "../../src/state/run/numbers.ts"
import { expectClose, openGraph } from "../graphs/gallery.ts"
import { shown } from "./shown.ts"

const light = readdirSync(new URL("../../graphs", import.meta.url))
  .map((file) => file.replace(/\.json$/, ""))
  .filter((name) => name !== "resnet-152")

test.each(light)(
  "%s: true order, words and formulas for every step, pieces that add up to the run's gradient",
  async (name) => {
    const { analysis, result } = openGraph(name)
    const all = sequenceOf(analysis, shown(result))
    const turn = (phase: "forward" | "backward") =>
      new Map(all.steps.filter((step) => step.phase === phase).map(({ node, index }) => [node, index]))
    const [forward, backward] = [turn("forward"), turn("backward")]
    const outOfTurn = analysis.wires.filter(({ from, to, id }) => {
      const goes = forward.get(from.node)! < forward.get(to.node)!
      return !(goes && (!result.wires.has(id) || backward.get(from.node)! > backward.get(to.node)!))
    })
    expect(outOfTurn).toEqual([])
    const words = all.steps.map((step) => [sentenceOf(all, step.index), formulasOf(all, step).join("")] as const)
    expect(words.filter(([sentence]) => !/^(Forward|Backward), step \d+ of \d+ · ./.test(sentence))).toEqual([])
    expect(words.filter(([, formulas]) => /@|\\(?:grad|when)\{/.test(formulas))).toEqual([])
    expect(all.steps.filter(({ phase, pieces }) => phase === "backward" && pieces.length === 0)).toEqual([])
    for (const step of all.steps) {
      if (step.kind !== "sum") continue
      const gradient = result.gradients.get(step.pieces[0]!.place)!
      const pieces = await Promise.all(step.pieces.map(({ tensor }) => windowOf(tensor).later()))
      const sum = gradient.data.map((_, i) => pieces.reduce((total, { data }) => total + data[i]!, 0))
      expectClose(Array.from(sum), Array.from(gradient.data), 1e-12)
    }
  },
)
