import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { AskableRun, Question } from "../../src/engine/numbers/questions.ts"
import type { RunOptions } from "../../src/engine/pass/result.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { moveNodes, setLabel, setSeed } from "../../src/graph/edit/edit.ts"
import { edit, open } from "../../src/state/document.ts"
import { thumbnailOf } from "../../src/state/run/numbers.ts"
import { backward, cancel, forward, type Runner, runOpened, setRunner, useRun } from "../../src/state/run/run.ts"
import { useSession } from "../../src/state/session.ts"
import { convolutions, ran } from "../engine/numbers/large.ts"
import { askable } from "./shown.ts"

interface Asked {
  readonly document: GradwireDocument
  readonly options: RunOptions
  readonly questions: readonly Question[]
  readonly answer: (result: AskableRun) => void
  readonly fail: (error: Error) => void
  cancelled: boolean
}

const GRAPH: GradwireDocument = { gradwire: 1, seed: 1, nodes: [{ id: "a", op: "Input", at: [0, 0] }] }
const LARGE = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 3, 64, 64] } },
    { id: "c", op: "Conv2d", attrs: { out_channels: 32, kernel_size: 3 }, inputs: { input: "x" } },
  ],
} as unknown as GradwireDocument
let asked: Asked[] = []

const runner: Runner = {
  run: (document, options, _onProgress, questions) => {
    let answer: (result: AskableRun) => void = () => {}
    let fail: (error: Error) => void = () => {}
    const done = new Promise<AskableRun>((resolve, reject) => {
      answer = resolve
      fail = reject
    })
    const question: Asked = { document, options, questions, answer, fail, cancelled: false }
    asked.push(question)
    return {
      done,
      cancel: () => {
        question.cancelled = true
        fail(new Error("cancelled"))
      },
    }
  },
}

const result = (mode: "train" | "eval" = "train"): AskableRun =>
  askable({
    mode,
    dtype: "float32",
    seed: 1,
    engine: "eager",
    target: null,
    loss: null,
    values: new Map(),
    params: new Map(),
    buffers: new Map(),
    onCards: new Map(),
    gradients: new Map(),
    wires: new Map(),
    fed: new Map(),
    steps: [],
    problems: [],
  })
const last = (): Asked => asked.at(-1)!
const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  setRunner(runner)
  asked = []
  useSession.getState().setMode("train")
  open(GRAPH)
})
afterEach(() => vi.useRealTimers())

test("forward asks for a forward pass and shows it", async () => {
  forward()
  expect(useRun.getState().status.kind).toBe("running")
  expect(last().options).toMatchObject({ mode: "train", backward: false })
  const answer = result()
  last().answer(answer)
  await settled()
  expect(useRun.getState()).toMatchObject({ phase: "forward", reach: "forward", stale: false })
  expect(useRun.getState().result?.ask).toBe(answer.ask)
  expect(useRun.getState().status.kind).toBe("done")
})

test("backward runs once more after forward, and not again while it is still true", async () => {
  forward()
  last().answer(result())
  await settled()
  backward()
  expect(asked).toHaveLength(2)
  expect(last().options.backward).toBe(true)
  last().answer(result())
  await settled()
  backward()
  forward()
  expect(asked).toHaveLength(2)
  expect(useRun.getState().phase).toBe("forward")
})

test("moving and labels do not run again", async () => {
  forward()
  last().answer(result())
  await settled()
  edit("Move", (d) => moveNodes(d, new Map([["a", [9, 9]]])))
  edit("Label", (d) => setLabel(d, "a", "x"))
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(1)
})

test("a large graph runs again a moment after an edit, and once", async () => {
  open(LARGE)
  forward()
  last().answer(result())
  await settled()
  edit("Seed", (d) => setSeed(d, 2))
  edit("Seed", (d) => setSeed(d, 3))
  expect(useRun.getState().stale).toBe(true)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(2)
  expect(last().document.seed).toBe(3)
  last().answer(result())
  await settled()
  expect(useRun.getState().stale).toBe(false)
})

test("a small graph follows edits at once: one run in flight, each answer shown, the latest edit last", async () => {
  forward()
  last().answer(result())
  await settled()
  edit("Seed", (d) => setSeed(d, 2))
  expect(asked.map(({ document }) => document.seed)).toEqual([1, 2])
  edit("Seed", (d) => setSeed(d, 3))
  edit("Seed", (d) => setSeed(d, 4))
  expect(asked).toHaveLength(2)
  const middle = result()
  last().answer(middle)
  await settled()
  expect(useRun.getState().result?.ask).toBe(middle.ask)
  expect(asked.map(({ document }) => document.seed)).toEqual([1, 2, 4])
  last().answer(result())
  await settled()
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(3)
  expect(asked.some(({ cancelled }) => cancelled)).toBe(false)
  expect(useRun.getState()).toMatchObject({ stale: false, status: { kind: "done" } })
})

test("a run that follows an edit says nothing while it is quick, and that it runs if it is not", async () => {
  forward()
  last().answer(result())
  await settled()
  edit("Seed", (d) => setSeed(d, 2))
  expect(useRun.getState()).toMatchObject({ stale: false, status: { kind: "done" } })
  await vi.advanceTimersByTimeAsync(150)
  expect(useRun.getState()).toMatchObject({ stale: true, status: { kind: "running" } })
  cancel()
  expect(last().cancelled).toBe(true)
  expect(useRun.getState().status.kind).toBe("stopped")
  edit("Seed", (d) => setSeed(d, 3))
  expect(asked).toHaveLength(3)
})

test("nothing runs by itself before somebody asked", async () => {
  edit("Seed", (d) => setSeed(d, 2))
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toHaveLength(0)
})

test("an answer to an older question is dropped", async () => {
  forward()
  const first = last()
  edit("Seed", (d) => setSeed(d, 2))
  await vi.advanceTimersByTimeAsync(1000)
  expect(first.cancelled).toBe(true)
  const answer = result()
  last().answer(answer)
  await settled()
  first.answer(result())
  await settled()
  expect(useRun.getState().result?.ask).toBe(answer.ask)
})

test("cancel stops and keeps what was shown", async () => {
  forward()
  const answer = result()
  last().answer(answer)
  await settled()
  backward()
  cancel()
  await settled()
  expect(last().cancelled).toBe(true)
  expect(useRun.getState().status.kind).toBe("stopped")
  expect(useRun.getState().result?.ask).toBe(answer.ask)
})

test("a failure is told in the runner's words and drops the result", async () => {
  forward()
  last().fail(new Error("The worker ran out of memory."))
  await settled()
  expect(useRun.getState().status).toEqual({ kind: "failed", sentence: "The worker ran out of memory." })
  expect(useRun.getState().result).toBeNull()
})

test("a change of mode runs again; another document forgets everything", async () => {
  forward()
  last().answer(result())
  await settled()
  useSession.getState().setMode("eval")
  await vi.advanceTimersByTimeAsync(1000)
  expect(last().options.mode).toBe("eval")
  open({ ...GRAPH, seed: 7 })
  expect(useRun.getState()).toMatchObject({ phase: "none", result: null, status: { kind: "idle" } })
})

test("an opened document runs by itself, but not what takes seconds; that waits for Forward", () => {
  open(LARGE)
  runOpened()
  expect(asked).toHaveLength(1)
  const [input, conv] = LARGE.nodes as [object, object]
  const attrs = { shape: [8, 3, 640, 640] }
  open({ ...LARGE, nodes: [{ ...input, attrs }, conv] } as unknown as GradwireDocument)
  runOpened()
  expect(asked).toHaveLength(1)
  // 8 · 32 · 638² · 3 · 9
  expect(useRun.getState().status).toEqual({ kind: "heavy", macs: 8 * 32 * 638 ** 2 * 27 })
  expect(useRun.getState().phase).toBe("none")
  forward()
  expect(asked).toHaveLength(2)
})

test("what is looked at comes along with the next run, and is at hand there; what nobody looks at any more does not", async () => {
  const { result: large } = ran(convolutions(40))
  const picture = { first: 0, count: 2, size: 20 }
  const look = () => thumbnailOf(useRun.getState().result!.at("value", "conv:output")!, picture)
  const answered = async (number: number) => {
    const { report, ask } = askable(large, number)
    const { questions, answer } = last()
    answer({
      report,
      ask,
      along: await Promise.all(questions.map(async (question) => ({ question, answer: await ask(question) }))),
    })
    await settled()
  }
  const again = (seed: number) => edit("Seed", (d) => setSeed(d, seed))
  open({ ...GRAPH, nodes: [...GRAPH.nodes] })
  forward()
  await answered(1)
  expect(look().now()).toBeNull()
  await look().later()
  again(2)
  expect(last().questions).toEqual([{ ask: "thumbnail", place: { kind: "value", name: "conv:output" }, ...picture }])
  await answered(2)
  // Not drawn before the next is asked for, as under a hand that draws.
  again(3)
  expect(last().questions).toHaveLength(1)
  await answered(3)
  expect(look().now()).not.toBeNull()
  for (const seed of [4, 5, 6]) {
    again(seed)
    await answered(seed)
  }
  expect(last().questions).toEqual([])
})

test("an edit just before the end of a run has a run of its own, and what ended is out of date until then", async () => {
  open(LARGE)
  forward()
  edit("Another seed", (document) => setSeed(document, 7))
  vi.advanceTimersByTime(100)
  asked[0]!.answer(result())
  await settled()
  expect(useRun.getState().stale).toBe(true)
  vi.advanceTimersByTime(100)
  expect(asked).toHaveLength(2)
  expect(last().document.seed).toBe(7)
  last().answer(result())
  await settled()
  expect(useRun.getState()).toMatchObject({ stale: false, status: { kind: "done" } })
})
