// Every op, every example, unasked: add an op and it is tested. Run one op with `vitest run tests/ops.long.test.ts -t Conv2d`.

import { afterAll, describe, expect, it } from "vitest"
import type { AnyOp, Mode } from "../src/ops/op.ts"
import type { Held } from "../src/ops/port.ts"
import { type Shape, sameShape, type Tensor } from "../src/tensor/tensor.ts"
import { axesOf, formProblems, movable, movedProblems, sumProblems } from "./ops/axes.ts"
import {
  backwardContext,
  castContext,
  drawUpstream,
  forwardContext,
  largestIn,
  listOf,
  runBackward,
  runForward,
  shapeContext,
  shapesAt,
  shapesOf,
  tensorsAt,
} from "./ops/context.ts"
import { compareWithDifferences } from "./ops/differences.ts"
import { fieldProblems } from "./ops/fields.ts"
import { meanProblems } from "./ops/means.ts"
import { NULL_ARROWS, WITHOUT_MEANS, WITHOUT_REFERENCE } from "./ops/reasons.ts"
import { compareWithReference, readReferences } from "./ops/reference.ts"
import { scoreBoard } from "./ops/score.ts"
import { signatureProblems } from "./ops/torchSignatures.ts"
import { formulaProblems, texProblems } from "./ops/words.ts"

// Loaded one by one and not through the registry, so that a broken file fails its own test only.
const files = import.meta.glob<Record<string, AnyOp>>("../src/ops/*/[A-Z]*.ts")
const loaded = await Promise.all(
  Object.entries(files).map(async ([path, load]) => {
    const [kind = "", shelf = ""] = path.replace(/\.ts$/, "").split("/").reverse()
    try {
      return { path, kind, shelf, op: (await load())[kind], error: undefined }
    } catch (error) {
      return { path, kind, shelf, op: undefined, error }
    }
  }),
)
const references = readReferences()
const score = scoreBoard()

for (const { path, kind, shelf, op, error } of loaded) {
  describe(kind, () => {
    it("file, export, kind and shelf agree", () => {
      expect(error, path).toBeUndefined()
      expect(op, `${path} must export const ${kind}`).toBeDefined()
      expect([op?.kind, op?.shelf]).toEqual([kind, shelf])
    })
    if (op === undefined) return
    describeWords(op)
    for (const [number, example] of op.examples.entries()) {
      const modes: readonly Mode[] = example.mode === undefined ? ["train", "eval"] : [example.mode]
      for (const mode of modes) describeExample(op, number, mode)
    }
    for (const reference of references.get(kind) ?? []) {
      it(`equals PyTorch: ${reference.name} (${reference.file})`, () => {
        const wrong = compareWithReference(op, reference)
        score.note(kind, "PyTorch", wrong.length === 0)
        expect(wrong, wrong.join("\n")).toEqual([])
      })
    }
  })
}

function describeWords(op: AnyOp): void {
  it("has words, formulas and examples", () => {
    const arrows = [...Object.keys(op.inputs), ...Object.keys(op.params)].sort()
    expect(Object.keys(op.backward).sort()).toEqual(arrows)
    expect(Object.keys(op.tex.backward).sort()).toEqual(arrows)
    for (const arrow of arrows) {
      const isNull = op.backward[arrow] === null
      expect(op.tex.backward[arrow] === null, `${arrow}: rule and formula are null together`).toBe(isNull)
      if (!isNull || holdsOnlyIndices(op, arrow)) continue
      expect(NULL_ARROWS.get(`${op.kind}.${arrow}`), `${op.kind}.${arrow} is null: say why in reasons.ts`).toBeTruthy()
    }
    expect(op.examples.length).toBeGreaterThan(0)
    expect(op.title && op.summary).toBeTruthy()
  })
  it("calls PyTorch by its signatures", () => {
    const { torch } = op
    if ("source" in torch) {
      expect(op.shelf).toBe("source")
      return
    }
    if ("cannot" in torch) {
      expect(torch.cannot).toMatch(/\.$/)
      return
    }
    const callables = [...(torch.module === undefined ? [] : [torch.module]), ...(torch.functions ?? [])]
    expect(callables.length > 0 || torch.lines !== undefined, "a module, functions or lines").toBe(true)
    expect(callables.flatMap((callable) => signatureProblems(callable, op.attrs))).toEqual([])
  })
  it("has LaTeX that parses and speaks of its own names", () => {
    const wrong = texProblems(op)
    score.note(op.kind, "TeX", wrong.length === 0)
    expect(wrong, wrong.join("\n")).toEqual([])
  })
}

/** Indices by the shapes of every example: nothing can flow there. */
function holdsOnlyIndices(op: AnyOp, arrow: string): boolean {
  const classes = op.inputs[arrow]?.classes
  return classes !== undefined && op.examples.every((example) => classes(example.shapes, example.attrs ?? {}) !== null)
}

function describeExample(op: AnyOp, number: number, mode: Mode): void {
  const example = op.examples[number]!
  const name = `example ${number + 1} (${JSON.stringify(example.attrs ?? {})}, ${mode})`
  it(`${name}: forward gives the promised shapes`, () => {
    const at = forwardContext(op, example, mode, 1)
    const promised = shapesOf(op, at)
    const outputs = runForward(op, at)
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(op.outputs).sort())
    for (const port of Object.keys(op.outputs)) {
      expect(shapesIn(outputs[port]), port).toEqual(shapesAt(promised[port]))
    }
    checkUpdates(op, at, outputs)
    checkDraws(op, at)
    checkPurity(op, at, mode, number)
  })
  it(`${name}: formulas agree with shapes`, () => {
    const at = shapeContext(op, example, mode)
    expect(formulaProblems(op, at, shapesOf(op, at))).toEqual([])
  })
  it(`${name}: sees no further than its receptive field`, () => {
    expect(fieldProblems(op, forwardContext(op, example, mode, 1))).toEqual([])
  })
  it(`${name}: its axes are what forward does`, () => {
    const wrong = checkAxes(op, number, mode)
    score.note(op.kind, "axes", wrong.length === 0)
    expect(wrong, wrong.join("\n")).toEqual([])
  })
  it(`${name}: backward agrees with differences`, () => {
    const wrong = compareWithDifferences(op, example, mode)
    score.note(op.kind, "differences", wrong.length === 0)
    expect(wrong, JSON.stringify(wrong)).toEqual([])
  })
  it(`${name}: gradients have the shape of what they differentiate, in float32 as in float64`, () => {
    comparePrecisions(op, number, mode)
  })
}

/** Axes of one number move together, sets that share a mean are those, and what sums over examples says so. */
function checkAxes(op: AnyOp, number: number, mode: Mode): readonly string[] {
  const at = forwardContext(op, op.examples[number]!, mode, 1)
  const other = forwardContext(op, op.examples[number]!, mode, 2)
  const said = axesOf(op, at)
  const moved = [...movable(at, said).keys()].flatMap((token) => [
    ...(movedProblems(op, at, said, token) ?? []),
    ...(sumProblems(op, at, other, token) ?? []),
  ])
  return [...formProblems(at, said, runForward(op, at)), ...meanProblems(op, at, said), ...moved]
}

function checkUpdates(op: AnyOp, at: ReturnType<typeof forwardContext>, outputs: ReturnType<typeof runForward>): void {
  if (at.mode !== "train" || Object.values(at.buffers).every((buffer) => buffer === null)) return
  const after = op.updates?.({ ...at, outputs }) ?? {}
  for (const [name, tensor] of Object.entries(after)) {
    expect(tensor.shape, `new ${name}`).toEqual(at.buffers[name]?.shape)
  }
}

/** What an op says that it draws is what its forward rule takes from its streams, unless every number is sure (p of 0 or 1). */
function checkDraws(op: AnyOp, at: ReturnType<typeof forwardContext>): void {
  const asked = new Set<string>()
  const random = (name: string) => {
    asked.add(name)
    return at.random(name)
  }
  const [first, second] = [
    runForward(op, { ...at, random }),
    runForward(op, { ...at, random: (name) => at.random(`other ${name}`) }),
  ]
  const drawn = op.draws?.(at) ?? []
  for (const name of drawn) expect(asked, `${op.kind} draws ${name}`).toContain(name)
  for (const name of asked) {
    const same = JSON.stringify(first[name]) === JSON.stringify(second[name])
    expect(same || drawn.includes(name), `${op.kind}: ${name} changes with the seed and is not said to`).toBe(true)
  }
}

/** Rules change nothing that they are handed: neither what they read nor what forward answered. */
function checkPurity(op: AnyOp, at: ReturnType<typeof forwardContext>, mode: Mode, number: number): void {
  const outputs = runForward(op, at)
  const grad = drawUpstream(op, outputs, 1)
  const before = structuredClone({ outputs, grad })
  const backward = backwardContext(op, at, outputs, grad)
  for (const arrow of Object.keys(op.backward)) runBackward(op, backward, arrow)
  const fresh = forwardContext(op, op.examples[number]!, mode, 1)
  expect({ outputs, grad }).toEqual(before)
  expect([at.inputs, at.params, at.buffers]).toEqual([fresh.inputs, fresh.params, fresh.buffers])
}

function comparePrecisions(op: AnyOp, number: number, mode: Mode): void {
  const [wide, narrow] = (["float64", "float32"] as const).map((dtype) => {
    const at = castContext(forwardContext(op, op.examples[number]!, mode, 1), dtype)
    const outputs = runForward(op, at)
    const backward = backwardContext(op, at, outputs, drawUpstream(op, outputs, 1))
    return { at, outputs, backward }
  })
  for (const port of Object.keys(op.outputs)) {
    for (const [i, tensor] of listOf(wide!.outputs[port]).entries()) {
      expectClose(`${port}[${i}]`, listOf(narrow!.outputs[port])[i], tensor)
    }
  }
  for (const arrow of Object.keys(op.backward)) {
    const got = runBackward(op, narrow!.backward, arrow)
    const want = runBackward(op, wide!.backward, arrow)
    const of = tensorsAt(wide!.at, arrow)
    if (want === null) continue
    expect(want.length, `${arrow}: one gradient for each tensor`).toBe(of.length)
    for (const [i, tensor] of want.entries()) {
      expect(sameShape(tensor.shape, of[i]!.shape), `∂L/∂${arrow}[${i}] is ${tensor.shape}, not ${of[i]!.shape}`).toBe(
        true,
      )
      expect(tensor.data.length).toBe(of[i]!.data.length)
      expectClose(`∂L/∂${arrow}[${i}]`, got?.[i], tensor)
    }
  }
}

/** float32 keeps 7 digits; sums accumulate in float64, so the error is that of storing what lies between. */
function expectClose(name: string, got: Tensor | undefined, want: Tensor): void {
  expect(got?.data, `${name} is float32`).toBeInstanceOf(Float32Array)
  expect(want.data, `${name} is float64`).toBeInstanceOf(Float64Array)
  const scale = Math.max(1, largestIn(want))
  for (const [i, w] of want.data.entries()) {
    const g = got?.data[i] ?? Number.NaN
    const close = Object.is(g, w) || g === w || Math.abs(g - w) <= 3e-5 * scale
    if (!close) expect.fail(`${name} at ${i}: ${g} in float32, ${w} in float64`)
  }
}

function shapesIn(held: Held<Tensor>): readonly Shape[] {
  return listOf(held).map((tensor) => tensor.shape)
}

/** What an op says of its axes in training mode, by example. */
function answers(op: AnyOp | undefined) {
  return (op?.examples ?? []).map((example) => {
    const at = forwardContext(op!, example, example.mode ?? "train", 1)
    return { at, said: axesOf(op!, at) }
  })
}

describe("the table", () => {
  it("every op has PyTorch numbers, or a reason why not", () => {
    const without = loaded.map((file) => file.kind).filter((kind) => !references.has(kind))
    expect(without.filter((kind) => !WITHOUT_REFERENCE.has(kind))).toEqual([])
  })
  it("gives no reason that is no longer needed", () => {
    const kinds = new Set(loaded.map((file) => file.kind))
    const stale = [...WITHOUT_REFERENCE.keys()].filter((kind) => references.has(kind) || !kinds.has(kind))
    expect(stale).toEqual([])
  })
  it("every case of PyTorch numbers belongs to an op", () => {
    const kinds = new Set(loaded.map((file) => file.kind))
    expect([...references.keys()].filter((kind) => !kinds.has(kind))).toEqual([])
  })
  it("every norm says which cells share a mean, or a reason why not", () => {
    const silent = loaded.filter(({ shelf, op }) => shelf === "norm" && !answers(op).some(({ said }) => said.means))
    expect(silent.map(({ kind }) => kind)).toEqual([...WITHOUT_MEANS.keys()])
  })
  it("every op that speaks of a batch has an example in which it can be moved", () => {
    const still = loaded.filter(({ op }) => {
      const all = answers(op)
      const speaks = all.some(({ said }) => JSON.stringify(said.inputs).includes('"batch"'))
      return speaks && !all.some(({ at, said }) => movable(at, said).has("batch"))
    })
    expect(still.map(({ kind }) => kind)).toEqual([])
  })
  it("the registry lists the same files", async () => {
    const { ops } = await import("../src/ops/registry.ts")
    expect([...ops.keys()].sort()).toEqual(loaded.map((file) => file.kind).sort())
  })
})

afterAll(() => score.print(WITHOUT_REFERENCE))
