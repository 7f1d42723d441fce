// The worker's side of a training, bound to a queue that stands for the mail, with a clock that moves at each look.

import { expect, test } from "vitest"
import type { TrainAnswer, TrainControl, TrainQuestion, TrainSpeed } from "../../../src/engine/train/messages.ts"
import type { TrainProgress } from "../../../src/engine/train/report.ts"
import type { FromWorker, ToWorker } from "../../../src/engine/worker/protocol.ts"
import { serve } from "../../../src/engine/worker/serve.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { clouds, onePoint } from "./documents.ts"

function started(pace = 0.05, speed: TrainSpeed = null) {
  const heard: FromWorker[] = []
  const told: { readonly at: number; readonly step: number }[] = []
  let now = 0
  const handle = serve({
    post: (message) => {
      heard.push(message)
      if (message.kind === "training") told.push({ at: now, step: message.progress.step })
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    clock: () => {
      now += pace
      return now
    },
    // Time passes as soon as it is waited for.
    after: (milliseconds, callback) => {
      const waiting = setImmediate(() => {
        now += milliseconds
        callback()
      })
      return () => clearImmediate(waiting)
    },
  })
  const progress = (): TrainProgress[] =>
    heard.flatMap((message) => (message.kind === "training" ? [message.progress] : []))
  const start = (document: GradwireDocument, run = true, id = 1): void =>
    handle({ kind: "train", id, document, options: { dtype: "float64" }, run, speed })
  const control = (asked: TrainControl): void => handle({ kind: "trainControl", id: 1, control: asked })
  let asks = 0
  const ask = async (question: TrainQuestion): Promise<TrainAnswer | string> => {
    asks += 1
    const number = asks
    handle({ kind: "trainAsk", id: 1, ask: number, question })
    for (;;) {
      for (const message of heard) {
        if (message.kind === "trainAnswer" && message.ask === number) return message.answer
        if (message.kind === "trainNoAnswer" && message.ask === number) return message.sentence
      }
      await later()
    }
  }
  return { handle, heard, told, progress, start, control, ask }
}

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 25_000
  while (!condition()) {
    if (Date.now() > end) throw new Error("waited in vain")
    await later()
  }
}

test("a training is planned, runs to its end and tells each step once", async () => {
  const { start, heard, progress } = started()
  start(clouds({ batch_size: 4, epochs: 40 }, 0.25))
  await until(() => progress().at(-1)?.state === "done")
  expect(heard[0]).toMatchObject({ kind: "trainPlanned", id: 1, plan: { steps: 120 } })
  const steps = progress().flatMap(({ points }) => points.steps.map(({ step }) => step))
  expect(steps).toEqual(Array.from({ length: 120 }, (_, i) => i + 1))
  expect(progress().flatMap(({ points }) => points.epochs)).toHaveLength(40)
  expect(progress().at(-1)).toMatchObject({ step: 120, epoch: 40, problem: null })
})

test("progress comes at most every 100 milliseconds", async () => {
  const { start, progress } = started(1)
  start(clouds({ batch_size: 1, epochs: 200 }))
  await until(() => progress().at(-1)?.state === "done")
  const running = progress().filter(({ state }) => state === "running")
  const gaps = running.slice(1).map(({ milliseconds }, i) => milliseconds - running[i]!.milliseconds)
  expect(running.length).toBeGreaterThan(3)
  expect(Math.min(...gaps.slice(1))).toBeGreaterThan(80)
})

test("it waits when told to, steps so many times, goes to the end of the epoch, and starts again", async () => {
  const { start, control, progress, ask } = started()
  start(clouds({ batch_size: 4, epochs: 5 }), false)
  await until(() => progress().length === 1)
  expect(progress()[0]).toMatchObject({ state: "ready", step: 0 })
  control({ do: "step", count: 2 })
  await until(() => progress().at(-1)?.state === "paused")
  expect(progress().at(-1)).toMatchObject({ step: 2, epoch: 0 })
  control({ do: "epoch" })
  await until(() => progress().at(-1)?.step === 3 && progress().at(-1)?.state === "paused")
  expect(progress().at(-1)).toMatchObject({ epoch: 1 })
  control({ do: "restart" })
  await until(() => progress().at(-1)?.state === "ready")
  const first = progress().flatMap(({ points }) => points.steps)
  control({ do: "resume" })
  await until(() => progress().at(-1)?.state === "done")
  const again = progress()
    .flatMap(({ points }) => points.steps)
    .slice(first.length)
  expect(again.slice(0, 3)).toEqual(first)
  const answer = await ask({ what: "snapshot", run: false })
  expect(answer).toMatchObject({ what: "snapshot", snapshot: { step: 15, epoch: 5, run: null } })
})

test("a pause keeps the state: the curve goes on as if there had been none", async () => {
  const one = started()
  one.start(clouds({ batch_size: 4, epochs: 20 }))
  await until(() => one.progress().at(-1)?.state === "done")
  const two = started(1)
  two.start(clouds({ batch_size: 4, epochs: 20 }))
  await until(() => two.progress().at(-1)?.state === "running")
  two.control({ do: "pause" })
  await until(() => two.progress().at(-1)?.state === "paused")
  const paused = two.progress().at(-1)!.step
  for (let i = 0; i < 5; i++) await later()
  expect(two.progress().at(-1)!.step).toBe(paused)
  expect(paused).toBeLessThan(60)
  two.control({ do: "resume" })
  await until(() => two.progress().at(-1)?.state === "done")
  const losses = (from: typeof one) => from.progress().flatMap(({ points }) => points.steps.map(({ loss }) => loss))
  expect(losses(two)).toEqual(losses(one))
})

test("a stop is an end that answers questions; what is answered is a copy", async () => {
  const { start, control, progress, ask } = started(1)
  start(clouds({ batch_size: 4, epochs: 1000 }, 0.25))
  await until(() => (progress().at(-1)?.step ?? 0) > 5)
  control({ do: "stop" })
  await until(() => progress().at(-1)?.state === "stopped")
  control({ do: "resume" })
  const first = await ask({ what: "snapshot", run: true })
  const second = await ask({ what: "snapshot", run: true })
  if (typeof first === "string" || first.what !== "snapshot" || typeof second === "string") throw new Error("no answer")
  const content = (answer: TrainAnswer | string) =>
    typeof answer === "string" || answer.what !== "snapshot"
      ? null
      : { ...answer.snapshot, run: { ...answer.snapshot.run, number: 0 } }
  expect(content(second)).toEqual(content(first))
  const { param, value } = first.snapshot.run!.tensors
  for (const tensors of [first.snapshot.params, param, value]) {
    for (const tensor of tensors.values()) if ("data" in tensor) tensor.data.fill(7)
  }
  const third = await ask({ what: "snapshot", run: true })
  expect(content(third)).toEqual(content(second))
  expect(progress().at(-1)?.state).toBe("stopped")
})

test("questions without an answer get a sentence", async () => {
  const { start, progress, ask } = started()
  start(clouds({ epochs: 2 }))
  await until(() => progress().at(-1)?.state === "done")
  expect(await ask({ what: "evaluate", part: "validation" })).toContain("no validation examples")
  expect(await ask({ what: "update", param: "nothing", index: 0 })).toContain("was not updated")
  expect(await ask({ what: "evaluate", part: "training" })).toMatchObject({
    what: "evaluate",
    evaluation: { part: "training", step: 2, examples: 12 },
  })
  expect(await ask({ what: "update", param: "fc.bias", index: 1 })).toMatchObject({ what: "update" })
  const request = { input: "X", output: "fc:output", x: [0, 1], y: [0, 1], columns: 2, rows: 2 } as const
  expect(await ask({ what: "surface", request })).toMatchObject({ what: "surface" })
})

test("what cannot be run is refused with its problems", async () => {
  const { start, heard } = started()
  start(clouds({ batch_size: 100 }))
  await until(() => heard.length > 0)
  expect(heard).toMatchObject([{ kind: "trainRefused", id: 1, problems: [{ code: "GW-R106" }] }])
})

test("divergence ends it with the problem", async () => {
  const { start, progress } = started()
  start(onePoint({ optimizer: { kind: "SGD", lr: 1e38 }, epochs: 100 }))
  await until(() => progress().at(-1)?.state === "diverged")
  expect(progress().at(-1)!.problem).toMatchObject({ code: "GW-R120" })
})

test("a cancel ends the training without another word; a new one takes its place", async () => {
  const { handle, start, heard, progress } = started(1)
  start(clouds({ batch_size: 1, epochs: 10_000 }))
  await until(() => progress().length > 1)
  const cancel: ToWorker = { kind: "cancel", id: 1 }
  handle(cancel)
  expect(heard.at(-1)).toEqual({ kind: "cancelled", id: 1 })
  const said = heard.length
  for (let i = 0; i < 5; i++) await later()
  expect(heard).toHaveLength(said)
  start(clouds({ epochs: 2 }), true, 2)
  await until(() => progress().at(-1)?.state === "done")
  expect(heard.slice(said).every((message) => "id" in message && message.id === 2)).toBe(true)
})

test("held to a speed it takes so many steps a second, and tells each of them; a change of speed counts at once", async () => {
  for (const speed of [1, 3, 10, 30]) {
    const { start, told, progress, control } = started(0.05, speed)
    start(clouds({ batch_size: 4, epochs: 10 }))
    await until(() => (progress().at(-1)?.step ?? 0) >= 9)
    const steps = told.filter(({ step }) => step > 0)
    expect(steps.slice(0, 9).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    const [first, ninth] = [steps[0]!, steps[8]!]
    expect((8 * 1000) / (ninth.at - first.at)).toBeCloseTo(speed, 0)
    const changed = told.at(-1)!.at
    control({ do: "speed", speed: null })
    await until(() => progress().at(-1)?.state === "done")
    const end = told.at(-1)!
    expect(end.step).toBe(30)
    // No more than the wait that was begun.
    expect(end.at - changed).toBeLessThan(1000 / speed + 50)
  }
})

test("of fast steps not every one is told, but the speed is kept on average", async () => {
  const { start, told, progress } = started(0.05, 100)
  start(clouds({ batch_size: 4, epochs: 100 }))
  await until(() => progress().at(-1)?.state === "done")
  const [first, last] = [told.find(({ step }) => step > 0)!, told.at(-1)!]
  expect(last.step).toBe(300)
  expect((1000 * (last.step - first.step)) / (last.at - first.at)).toBeCloseTo(100, -1)
  const gaps = told.slice(2, -1).map(({ at }, i) => at - told[i + 1]!.at)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(25)
  const points = progress().flatMap(({ points }) => points.steps.map(({ step }) => step))
  expect(points).toEqual(Array.from({ length: 300 }, (_, i) => i + 1))
})

test("a step that is asked for by hand waits for nothing, and a pause is heard while it waits", async () => {
  const { start, told, progress, control } = started(0.05, 1)
  start(clouds({ batch_size: 4, epochs: 10 }), false)
  for (let step = 1; step <= 3; step++) {
    control({ do: "step", count: 1 })
    await until(() => progress().at(-1)?.state === "paused" && progress().at(-1)?.step === step)
  }
  expect(told.at(-1)!.at).toBeLessThan(1000)
  control({ do: "resume" })
  await until(() => (progress().at(-1)?.step ?? 0) >= 4)
  control({ do: "pause" })
  await until(() => progress().at(-1)?.state === "paused")
  const paused = progress().at(-1)!.step
  for (let i = 0; i < 5; i++) await later()
  expect(progress().at(-1)!.step).toBe(paused)
  expect(paused).toBeLessThan(30)
})

test("a step before is told again with its numbers; one that is not kept has no answer", async () => {
  const { start, progress, ask } = started()
  start(clouds({ batch_size: 4, epochs: 10 }))
  await until(() => progress().at(-1)?.state === "done")
  expect(progress().at(-1)!.past).toMatchObject({ every: 1, count: 30 })
  const answer = await ask({ what: "past", step: 7 })
  if (typeof answer === "string" || answer.what !== "past") throw new Error("no answer")
  const loss = progress()
    .flatMap(({ points }) => points.steps)
    .find(({ step }) => step === 7)!.loss
  expect(answer.snapshot).toMatchObject({ step: 7, epoch: 2, run: { loss } })
  expect(await ask({ what: "past", step: 31 })).toContain("Step 31 is not kept")
})
