import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { run } from "../../src/engine/run.ts"
import { analyze } from "../../src/graph/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"
import { edit, open } from "../../src/state/document.ts"
import { FOLLOWS_AFTER } from "../../src/state/following.ts"
import { FIRST_RULES, findingAt, nextFinding } from "../../src/state/pausing.ts"
import * as player from "../../src/state/player.ts"
import { type Sequence, sequenceOf } from "../../src/state/playerSteps.ts"
import { formulasOf, nodeName, sentenceOf } from "../../src/state/playerWords.ts"
import { backward, forward, setRunner, useRun } from "../../src/state/run.ts"
import { useSession } from "../../src/state/session.ts"
import { chipOfWire, standingOfNode, standingOfWire } from "../../src/state/standing.ts"
import { expectClose, openGraph, runDocument } from "../graphs/gallery.ts"

const { usePlayer } = player
const batchNorm = openGraph("batch-norm")
const sequence = sequenceOf(batchNorm.analysis, batchNorm.result)
const places = sequence.steps.map(({ phase, kind, node, arrived }) => `${phase[0]} ${kind} ${node} ${arrived}`)

function sequenceFor(document: GradwireDocument): Sequence {
  const { analysis, result } = runDocument(document)
  return sequenceOf(analysis, result)
}

describe("the sequence of the batch-norm graph", () => {
  test("goes forward in topological order, then back, with the fork at X piece by piece", () => {
    expect(places).toEqual([
      ...["X", "gamma", "beta", "mu", "sigma2", "Z", "Y"].map((id) => `f compute ${id} 0`),
      "b start Y 1",
      ...["Z", "sigma2", "mu", "beta", "gamma"].map((id) => `b arrive ${id} 1`),
      "b piece X 1",
      "b piece X 2",
      "b piece X 3",
      "b sum X 3",
    ])
    expect(sequence.chips.length).toBe(14)
    expect(sequence.chips.at(-1)).toEqual({ phase: "backward", node: "X", first: 13, last: 16 })
  })

  test("the pieces at X are those of the wires, and add up to its gradient", () => {
    const { pieces } = sequence.steps.at(-1)!
    expect(pieces.map(({ wire }) => wire?.to.node)).toEqual(["Z", "sigma2", "mu"])
    const sum = pieces.reduce((total, { tensor }) => total.map((x, i) => x + tensor.data[i]!), new Array(12).fill(0))
    expectClose(sum, batchNorm.gradient("X:value"), 1e-12)
    for (const { wire, tensor } of pieces) expect(tensor).toBe(batchNorm.result.wires.get(wire!.id))
  })

  test("every wire moves once each way, and its number is known from then on", () => {
    for (const { id, from } of batchNorm.analysis.wires) {
      const back = sequence.steps.filter(
        ({ phase, kind, wires }) => phase === "backward" && kind !== "sum" && wires.some((w) => w.id === id),
      )
      expect(back.map(({ index }) => index)).toEqual([sequence.gradient.wires.get(id)])
      expect(sequence.steps[sequence.value.wires.get(id)!]!.node).toBe(from.node)
    }
    expect(sequence.gradient.tensors.get("X:value")).toBe(16)
  })

  test("each step has its sentence", () => {
    const sentences = sequence.steps.map(({ index }) => sentenceOf(sequence, index))
    expect(sentences[0]).toBe("Forward, step 1 of 17 · X is given")
    expect(sentences[4]).toBe("Forward, step 5 of 17 · Variance gives σ²")
    expect(sentences[7]).toBe("Backward, step 8 of 17 · the gradient starts at Y")
    expect(sentences[9]).toBe("Backward, step 10 of 17 · the gradient reaches σ² from Z")
    expect(sentences[14]).toBe("Backward, step 15 of 17 · piece 2 of 3 arrives at X, from σ²")
    expect(sentences[16]).toBe("Backward, step 17 of 17 · three pieces add up at X")
  })

  test("each step has the rule that it used, with the graph's names", () => {
    expect(formulasOf(sequence, sequence.steps[5]!)).toEqual([
      "{Z} = \\frac{X - \\mu}{\\sqrt{{\\sigma^2} + \\epsilon}}".replace("{Z}", "Z"),
    ])
    expect(formulasOf(sequence, sequence.steps[13]!)).toEqual([
      "\\frac{\\partial L}{\\partial X} \\mathrel{+}= \\frac{1}{\\sqrt{{\\sigma^2} + \\epsilon}}\\, \\frac{\\partial L}{\\partial Z}",
    ])
    const [sum] = formulasOf(sequence, sequence.steps[16]!)
    expect(sum).toContain("\\frac{\\partial L}{\\partial {\\sigma^2}}")
    expect(sum).toContain("\\frac{1}{n}\\, \\frac{\\partial L}{\\partial \\mu}")
    expect(sum!.match(/ \+ /g)!.length).toBeGreaterThanOrEqual(2)
  })
})

describe("other graphs", () => {
  test("an upstream gradient beside a wire is a piece from outside", () => {
    const document: GradwireDocument = {
      gradwire: 1,
      target: "L",
      upstream: { "h:output": [10, 20] },
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, 2] } },
        { id: "h", op: "Square", inputs: { input: "x" } },
        { id: "L", op: "Sum", inputs: { input: "h" } },
      ],
    }
    const steps = sequenceFor(document).steps.filter(({ node, phase }) => node === "h" && phase === "backward")
    expect(steps.map(({ kind }) => kind)).toEqual(["piece", "piece", "sum"])
    expect(steps[0]!.pieces.map(({ wire, tensor }) => [wire?.id ?? null, ...tensor.data])).toEqual([
      [null, 10, 20],
      ["h:output>L:input", 1, 1],
    ])
  })

  test("params get their gradient in the last step of their node", () => {
    const cnn = openGraph("conv3-pool2-fc3")
    const { analysis, result } = cnn
    const cnnSequence = sequenceOf(analysis, result)
    const learned = cnnSequence.steps.flatMap(({ node, params }) => params.map((name) => `${node}.${name}`))
    expect(learned.sort()).toEqual(
      [...result.params.keys()].filter((name) => result.gradients.has(name) && !name.endsWith(".value")).sort(),
    )
    expect(learned.length).toBeGreaterThan(2)
    const step = cnnSequence.steps.find(({ params }) => params.includes("weight"))!
    expect(sentenceOf(cnnSequence, step.index)).toMatch(/; weight and bias of \w+ get theirs$/)
    expect(formulasOf(cnnSequence, step).length).toBe(3)
  })

  test("every gallery graph has words and formulas for every step, and no step without a number", () => {
    for (const name of ["b3-batch-norm-pieces", "d3-dropout", "f6-transposed-2d", "g3-max-pool"]) {
      const { analysis, result } = openGraph(name)
      const steps = sequenceOf(analysis, result)
      expect(steps.steps.length).toBeGreaterThanOrEqual(result.steps.length - 1)
      for (const step of steps.steps) {
        expect(sentenceOf(steps, step.index)).toMatch(/^(Forward|Backward), step \d+ of \d+ · ./)
        expect(formulasOf(steps, step).join("")).not.toContain("@")
        if (step.phase === "backward") expect(step.pieces.length).toBeGreaterThan(0)
      }
    }
  })

  test("labels are written in letters where letters can, else the id stands in", () => {
    const label = (text: string) =>
      nodeName(analyze({ gradwire: 1, nodes: [{ id: "a", op: "Input", label: text }] }, ops, "train"), "a")
    expect(["\\mu", "\\sigma^2", "W_1", "Layer one", "\\hat{x}"].map(label)).toEqual([
      "μ",
      "σ²",
      "W₁",
      "Layer one",
      "a",
    ])
  })
})

describe("pause conditions", () => {
  const chain: GradwireDocument = {
    gradwire: 1,
    target: "L",
    nodes: [
      {
        id: "x",
        op: "Input",
        attrs: { shape: [2, 2] },
        values: {
          value: [
            [-1, 2],
            [-3, 0],
          ],
        },
      },
      { id: "r", op: "ReLU", inputs: { input: "x" } },
      { id: "q", op: "Sqrt", inputs: { input: "r" } },
      { id: "L", op: "Sum", inputs: { input: "q" } },
    ],
  }
  const all = { ...FIRST_RULES, dead: { on: true, at: 0.7 } }

  test("NaN and infinity name the node whose rule made them, once", () => {
    const { analysis } = { analysis: analyze(chain, ops, "train") }
    const steps = sequenceOf(analysis, run(analysis, { mode: "train", dtype: "float64" }))
    const found = nextFinding(steps, 0, FIRST_RULES)!
    // √ has an infinite slope at 0: its rule sends it back to r.
    expect(found.finding.sentence).toBe("∞ appears first in the gradient sent back by q: 3 of 4 numbers.")
    expect(found.finding.node).toBe("q")
    expect(steps.steps[found.index]!.node).toBe("r")
    expect(nextFinding(steps, found.index + 1, FIRST_RULES)).toBeNull()
  })

  test("a dead ReLU is met with its share of zeros and its silent units", () => {
    const steps = sequenceOf(batchNormOf(chain).analysis, batchNormOf(chain).result)
    expect(findingAt(steps, 1, all)?.sentence).toBe(
      "75 % of the outputs of r are 0; 1 of 2 units are dead, 0 for every sample.",
    )
    expect(findingAt(steps, 1, FIRST_RULES)).toBeNull()
    expect(findingAt(steps, 1, { ...all, dead: { on: true, at: 0.8 } })).toBeNull()
  })

  test("a gradient is met when its RMS leaves the thresholds", () => {
    const rms = (name: string) => Math.hypot(...batchNorm.gradient(name)) / Math.sqrt(batchNorm.gradient(name).length)
    const rules = { ...FIRST_RULES, low: { on: true, at: 0.1 }, high: { on: true, at: 1.5 } }
    const met = sequence.steps.flatMap(({ index }) => findingAt(sequence, index, rules) ?? [])
    const outputs = sequence.chips.filter(({ phase }) => phase === "backward").map(({ node }) => node)
    const nameOf = (id: string) => [...batchNorm.result.gradients.keys()].find((name) => name.startsWith(`${id}:`))!
    const outside = outputs.filter((id) => rms(nameOf(id)) < 0.1 || rms(nameOf(id)) > 1.5)
    expect(met.map(({ node }) => node)).toEqual(outside)
    expect(outside.length).toBeGreaterThan(0)
    expect(outside.length).toBeLessThan(outputs.length)
    for (const { rule, node } of met) expect(rule).toBe(rms(nameOf(node)) < 0.1 ? "low" : "high")
    expect(met.find(({ rule }) => rule === "high")?.sentence).toMatch(/^RMS of ∂L\/∂\(.+\) is [\d.]+, above 1\.5\.$/)
  })

  function batchNormOf(document: GradwireDocument) {
    const analysis = analyze(document, ops, "train")
    return { analysis, result: run(analysis, { mode: "train", dtype: "float64" }) }
  }
})

describe("the player", () => {
  let timers: { call: () => void; milliseconds: number }[] = []
  const tick = () => timers.shift()?.call()
  const at = () => usePlayer.getState().at

  beforeEach(async () => {
    timers = []
    player.setClock((call, milliseconds) => {
      const timer = { call, milliseconds }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    })
    setRunner({
      run: (document, options) => ({
        done: Promise.resolve(run(analyze(document, ops, options.mode), options)),
        cancel: () => {},
      }),
    })
    player.leave()
    player.setSpeed(1)
    open(batchNorm.document)
    for (const name of ["nonFinite", "dead", "low", "high"] as const) player.setRule(name, FIRST_RULES[name])
  })

  const arrived = () => vi.waitFor(() => expect(usePlayer.getState().sequence).not.toBeNull())

  test("is idle until somebody steps, which runs the graph if it must", async () => {
    forward()
    await arrived()
    expect(at()).toBeNull()
    player.step()
    await vi.waitFor(() => expect(at()).toBe(0))
    expect(useRun.getState().reach).toBe("backward")
    expect(usePlayer.getState().sequence?.steps.length).toBe(17)
  })

  test("steps, steps back, jumps and scrubs within its ends", async () => {
    backward()
    await arrived()
    player.step()
    player.step()
    expect(at()).toBe(1)
    player.stepBack()
    player.stepBack()
    expect(at()).toBe(0)
    player.jump(13.4)
    expect(at()).toBe(13)
    player.jump(99)
    expect(at()).toBe(16)
    player.step()
    expect(at()).toBe(16)
    player.jump(-3)
    expect(at()).toBe(0)
    player.last()
    expect(at()).toBe(16)
    player.leave()
    expect(at()).toBeNull()
  })

  test("plays by its clock to the end, and then from the start again", async () => {
    backward()
    await arrived()
    player.setSpeed(4)
    player.play()
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([player.stepTime(17, 4)])
    for (let i = 0; i < 16; i++) tick()
    expect(at()).toBe(16)
    expect(usePlayer.getState().playing).toBe(false)
    expect(timers).toEqual([])
    player.play()
    expect(at()).toBe(0)
    player.pause()
    expect(timers).toEqual([])
  })

  test("stands still where a condition is met, and goes on when told to", async () => {
    backward()
    await arrived()
    player.setRule("high", { on: true, at: 1 })
    const expected = nextFinding(usePlayer.getState().sequence!, 0, usePlayer.getState().rules)!
    player.play()
    for (let i = 0; i < 30; i++) tick()
    expect(at()).toBe(expected.index)
    expect(usePlayer.getState().finding).toEqual(expected.finding)
    player.step()
    expect(at()).toBe(expected.index + 1)
    player.jump(0)
    expect(player.jumpToFinding()).toBe(true)
    expect(at()).toBe(expected.index)
  })

  test("keeps its place through an edit of numbers, standing still, and is idle after a run by hand", async () => {
    backward()
    await arrived()
    player.play()
    player.jump(14)
    const before = usePlayer.getState().sequence
    edit("Set X", (document) => ({
      ...document,
      nodes: document.nodes.map((node) =>
        node.id === "X"
          ? {
              ...node,
              values: {
                value: [
                  [1, 2, 3],
                  [4, 5, 6],
                  [7, 8, 9],
                  [9, 0, 1],
                ],
              },
            }
          : node,
      ),
    }))
    await vi.waitFor(() => expect(usePlayer.getState().sequence).not.toBe(before))
    expect(at()).toBe(14)
    expect(usePlayer.getState().playing).toBe(false)
    backward()
    expect(at()).toBeNull()
  })

  test("another document ends it", async () => {
    backward()
    await arrived()
    player.jump(3)
    open({ gradwire: 1, nodes: [] })
    expect(usePlayer.getState()).toMatchObject({ sequence: null, at: null })
  })

  test("knows what is at work, done and still to come", async () => {
    backward()
    await arrived()
    player.jump(14)
    const now = usePlayer.getState()
    expect(["X", "Z", "mu"].map((id) => standingOfNode(now, id))).toEqual(["gradient", "done", "done"])
    const [direct, mean, variance] = ["X:value>Z:x", "X:value>mu:input", "X:value>sigma2:input"] as const
    expect([direct, variance, mean].map((id) => standingOfWire(now, id))).toEqual(["done", "gradient", "later"])
    expect([direct, variance, mean].map((id) => chipOfWire(now, id))).toEqual(["gradient", "gradient", "shape"])
    player.jump(3)
    const earlier = usePlayer.getState()
    expect(["mu", "X", "Y"].map((id) => standingOfNode(earlier, id))).toEqual(["value", "done", "later"])
    expect(chipOfWire(earlier, direct)).toBe("value")
    player.leave()
    expect(standingOfNode(usePlayer.getState(), "X")).toBeUndefined()
    expect(chipOfWire(usePlayer.getState(), direct)).toBeNull()
  })

  test("takes the inspector along a moment later, unless told not to", async () => {
    backward()
    await arrived()
    vi.useFakeTimers()
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const { nodes } = useSession.getState()
    player.jump(3)
    vi.advanceTimersByTime(FOLLOWS_AFTER - 1)
    player.jump(5)
    expect(useSession.getState().nodes).toEqual(nodes)
    vi.advanceTimersByTime(FOLLOWS_AFTER)
    expect(useSession.getState()).toMatchObject({ nodes: ["Z"], tensor: { name: "Z:output", side: "value" } })
    player.jump(14)
    vi.advanceTimersByTime(FOLLOWS_AFTER)
    expect(useSession.getState()).toMatchObject({ nodes: [], wires: ["X:value>sigma2:input"] })
    player.jump(5)
    player.setFollows(false)
    player.jump(6)
    vi.advanceTimersByTime(2 * FOLLOWS_AFTER)
    expect(useSession.getState().nodes).toEqual([])
    player.setFollows(true)
  })

  test("watches tensors once each", () => {
    player.watch({ name: "Z:output", side: "value" })
    player.watch({ name: "Z:output", side: "value" })
    player.watch({ name: "Z:output", side: "gradient" })
    expect(usePlayer.getState().watched.length).toBe(2)
    player.unwatch({ name: "Z:output", side: "value" })
    expect(usePlayer.getState().watched).toEqual([{ name: "Z:output", side: "gradient" }])
  })
})

test("long sequences are played faster, but never too fast to see", () => {
  expect(player.stepTime(17, 1)).toBeGreaterThanOrEqual(1000)
  expect(player.stepTime(1000, 1)).toBeGreaterThanOrEqual(60)
  expect(player.stepTime(1000, 1)).toBeLessThan(player.stepTime(17, 1))
  expect(player.stepTime(17, 0.5)).toBe(2 * player.stepTime(17, 1))
})
