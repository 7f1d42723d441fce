// `gradwire train`: curves as JSON, the document with what was learned, exit codes.

import { expect, test } from "vitest"
import { readDocument } from "../../src/graph/text/read.ts"
import { readValue } from "../../src/graph/values/values.ts"
import { clouds, onePoint } from "../engine/train/documents.ts"
import { call } from "./call.ts"

const files = {
  "clouds.json": JSON.stringify(clouds({ batch_size: 4, epochs: 3 }, 0.25)),
  "point.json": JSON.stringify(onePoint({ optimizer: { kind: "SGD", lr: 0.004 }, epochs: 500 })),
  "wild.json": JSON.stringify(onePoint({ optimizer: { kind: "SGD", lr: 1e6 }, epochs: 500 })),
  "greedy.json": JSON.stringify(clouds({ batch_size: 40 })),
}

test("--json prints curves, epochs and, if asked, params", async () => {
  const { code, out, err } = await call(["train", "clouds.json", "--json", "--params", "--dtype", "float64"], files)
  expect([code, err]).toEqual([0, ""])
  const told = JSON.parse(out)
  expect(told).toMatchObject({ steps: 9, diverged: false, problems: [] })
  expect(told.plan).toMatchObject({ optimizer: "SGD", steps: 9, dtype: "float64", seed: 5 })
  expect(told.losses).toHaveLength(9)
  expect(told.epochs).toHaveLength(3)
  expect(told.epochs[2]).toMatchObject({ epoch: 3, step: 9, validation: { accuracy: expect.any(Number) } })
  expect(told.params["fc.weight"].shape).toEqual([2, 2])
  const again = JSON.parse((await call(["train", "clouds.json", "--json", "--dtype", "float64"], files)).out)
  expect(again.losses).toEqual(told.losses)
  expect(again.params).toBeUndefined()
  const other = JSON.parse((await call(["train", "clouds.json", "--json", "--seed", "6", "--epochs", "1"], files)).out)
  expect(other.losses).toHaveLength(3)
  expect(other.losses[0]).not.toBe(told.losses[0])
})

test("--drop-last leaves out the batch that is not full", async () => {
  const whole = JSON.parse((await call(["train", "clouds.json", "--json", "--epochs", "1"], files)).out)
  expect([whole.plan.stepsPerEpoch, whole.plan.dropped]).toEqual([3, 0])
  const args = ["train", "clouds.json", "--epochs", "1", "--drop-last"]
  const told = JSON.parse((await call([...args, "--json"], files)).out)
  expect([told.plan.stepsPerEpoch, told.plan.dropped, told.losses.length]).toEqual([2, 1, 2])
  expect(told.losses).toEqual(whole.losses.slice(0, 2))
  expect((await call(args, files)).out).toContain("9 examples and 3 for validation, 1 left out in each epoch")
})

test("--out writes the document with the learned values, --document prints the same", async () => {
  const { code, out, written } = await call(["train", "point.json", "--dtype", "float64", "--out", "new.json"], files)
  expect(code).toBe(0)
  expect(out).toContain("2 numbers learned in 500 steps")
  expect(out.trim().split("\n").length).toBeLessThan(30)
  const { document, problems } = readDocument(written!["new.json"]!)
  expect(problems).toEqual([])
  const weight = document?.nodes.find(({ id }) => id === "w")
  expect(weight).toMatchObject({ values: { weight: [[expect.closeTo(110 / 101, 6), expect.closeTo(11 / 101, 6)]] } })
  const printed = await call(["train", "point.json", "--dtype", "float64", "--document"], files)
  expect(printed.out).toBe(written!["new.json"])
})

test("--bytes writes params as bytes with a scale, which read back within half a step", async () => {
  const args = ["train", "clouds.json", "--document"]
  const exact = readDocument((await call(args, files)).out).document
  const { document, problems } = readDocument((await call([...args, "--bytes"], files)).out)
  expect(problems).toEqual([])
  expect(document?.gradwire).toBe(2)
  const weightOf = (of: typeof document) =>
    of?.nodes.flatMap((node) => ("values" in node ? [node.values?.weight] : []))[0]
  const [bytes, numbers] = [weightOf(document), weightOf(exact)]
  expect(bytes).toMatchObject({ shape: [2, 2], i8: expect.any(String), scale: expect.any(Number) })
  const [read, wanted] = [bytes, numbers].map((literal) => readValue(literal ?? null, [2, 2], "float64"))
  if (read === undefined || wanted === undefined || !("data" in read) || !("data" in wanted))
    throw new Error("no tensor")
  const most = Math.max(...wanted.data.map(Math.abs))
  for (const [i, value] of wanted.data.entries()) expect(Math.abs(value - read.data[i]!)).toBeLessThan(most / 253)
  expect((await call(["train", "clouds.json", "--bytes"], files)).code).toBe(2)
})

test("divergence is told and exits 1; the last good params are still printed", async () => {
  const { code, out, err } = await call(["train", "wild.json", "--json", "--params"], files)
  expect(code).toBe(1)
  expect(err).toContain('loss:output: Training diverged in step 4 at "loss:output"')
  const told = JSON.parse(out)
  expect(told).toMatchObject({ steps: 3, diverged: true, problems: [{ code: "GW-R120" }] })
  expect(told.params["w.weight"].data.every(Number.isFinite)).toBe(true)
})

test("what cannot be trained exits 1 with its sentence", async () => {
  const { code, out, err } = await call(["train", "greedy.json", "--json"], files)
  expect(code).toBe(1)
  expect(err).toContain("A batch takes 40 examples, but there are 12 to train on")
  expect(JSON.parse(out)).toMatchObject({ plan: null, problems: [{ code: "GW-R106" }] })
  expect((await call(["train", "greedy.json"], files)).out).toBe("")
})

test("wrong usage exits 2", async () => {
  for (const options of [
    ["--epochs", "0"],
    ["--dtype", "float16"],
    ["--json", "--document"],
  ]) {
    expect((await call(["train", "clouds.json", ...options], files)).code).toBe(2)
  }
})

test("a training, data or sweep that cannot be read is refused, not replaced by defaults; check tells of them too", async () => {
  const document = clouds({ batch_size: 4, epochs: 1 })
  const odd = {
    "training.json": JSON.stringify({ ...document, training: { batch_size: 0 } }),
    "data.json": JSON.stringify({ ...document, data: 5 }),
    "sweep.json": JSON.stringify({ ...document, sweep: { set: "seed", values: [1], readouts: [] } }),
    "adam.json": JSON.stringify({ ...document, training: { optimizer: { kind: "adam" } } }),
    "place.json": JSON.stringify({
      ...document,
      sweep: { set: ["fc.nope"], values: [1], readouts: [{ take: "loss" }] },
    }),
  }
  for (const args of [
    ["train", "training.json", "--out", "new.json"],
    ["train", "data.json", "--out", "new.json"],
    ["sweep", "sweep.json"],
    ["sweep", "data.json", "--set", "seed=1,2", "--run", "train"],
  ]) {
    const { code, out, err, written } = await call(args, odd)
    expect([code, out], args.join(" ")).toEqual([1, ""])
    expect(err).toMatch(/The field "(training|data|sweep)" on line 1 is not used/)
    expect(written ?? {}).toEqual({})
  }
  expect((await call(["sweep", "data.json", "--set", "seed=1,2"], odd)).out).toContain("backward")
  const checked = await call(["check", "adam.json", "place.json"], odd)
  expect(checked.code).toBe(1)
  expect(checked.out).toContain('adam.json: There is no optimizer called "adam"')
  expect(checked.out).toContain('place.json: "fc.nope" is no place of this document')
})

test("--engine planned gives nearly the same curve, and JSON says which engine it was", async () => {
  const losses = async (engine: string) => {
    const { code, out } = await call(["train", "clouds.json", "--json", "--engine", engine], files)
    expect(code).toBe(0)
    const told = JSON.parse(out)
    expect([told.engine, told.plan.engine]).toEqual([engine, engine])
    return told.losses as readonly number[]
  }
  const [eager, planned] = [await losses("eager"), await losses("planned")]
  for (const [i, loss] of eager.entries()) expect(planned[i]).toBeCloseTo(loss, 5)
  expect((await call(["train", "clouds.json", "--engine", "slow"], files)).code).toBe(2)
})

test("--resume-from goes on where a training elsewhere ended, as if it had never ended", async () => {
  const exact = ["--dtype", "float64"]
  const whole = JSON.parse((await call(["train", "clouds.json", "--json", ...exact], files)).out)
  const one = await call(["train", "clouds.json", "--epochs", "1", "--out", "one.json", ...exact], files)
  const half = { "one.json": one.written?.["one.json"] ?? "" }
  const weights = await call(["convert", "one.json", "--to", "safetensors", "--out", "w", ...exact], half)
  const log = [0, 1, 2].map((i) => {
    const last = i === 2 ? { epoch_loss: 0.5, val_loss: 0.25 } : {}
    return JSON.stringify({ step: i + 1, epoch: 1, loss: whole.losses[i], lr: whole.rates[i], ...last })
  })
  const there = { "run/log.jsonl": log.join("\n"), "run/weights.safetensors": weights.bytes?.w ?? "" }
  const args = ["train", "clouds.json", "--resume-from", "run/", "--json", ...exact]
  const { code, out, err } = await call(args, { ...files, ...there })
  expect([code, err]).toEqual([0, "clouds.json: 1 epoch was trained elsewhere; it goes on to epoch 3\n"])
  const told = JSON.parse(out)
  expect(told.losses).toEqual(whole.losses)
  expect(told.epochs.map(({ epoch }: { epoch: number }) => epoch)).toEqual([1, 2, 3])
  expect(told.epochs[2]).toEqual(whole.epochs[2])
  const ended = await call([...args, "--epochs", "1"], { ...files, ...there })
  expect(ended.err).toContain("1 epoch was trained elsewhere, and the training has 1: none is left")
  const other = await call(["train", "point.json", "--resume-from", "run"], { ...files, ...there })
  expect(other.code).toBe(2)
  expect(other.err).toContain('"run/weights.safetensors" is of another network:')
})
