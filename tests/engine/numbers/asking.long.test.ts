// Asking a worker about runs that are done: while another one works, after that one is done, after a crash.

import { expect, test } from "vitest"
import { type Answer, GONE, type Question } from "../../../src/engine/numbers/questions.ts"
import { createRunner } from "../../../src/engine/worker/client.ts"
import type { FromWorker } from "../../../src/engine/worker/protocol.ts"
import { serve } from "../../../src/engine/worker/serve.ts"
import { fakeWorkers } from "../fakeWorkers.ts"
import { convolutions, ran } from "./large.ts"

const options = { mode: "train", dtype: "float32" } as const
const question: Question = { ask: "read", place: { kind: "value", name: "conv:output" }, window: null }

/** A worker whose mail is read at each turn, so that a test can slip a question in. */
function started() {
  const heard: FromWorker[] = []
  const onTurn: (() => void)[] = []
  let now = 0
  const handle = serve({
    post: (message) => heard.push(structuredClone(message)),
    turn: async () => {
      for (const act of onTurn.splice(0)) act()
      await Promise.resolve()
    },
    clock: () => {
      now += 3
      return now
    },
    after: () => () => {},
  })
  const answers = (): readonly Answer[] => heard.flatMap((word) => (word.kind === "answer" ? [word.answer] : []))
  const done = async (id: number): Promise<void> => {
    while (!heard.some((word) => word.kind === "result" && word.id === id)) await new Promise((r) => setTimeout(r, 1))
  }
  return { handle, heard, onTurn, answers, done }
}

test("a run is read while the next one works, and is gone once that one is done", async () => {
  const { handle, heard, onTurn, answers, done } = started()
  const [first, second] = [convolutions(40, 1), convolutions(40, 2)]
  handle({ kind: "run", id: 1, document: first, options, questions: [] })
  await done(1)
  handle({ kind: "run", id: 2, document: second, options, questions: [] })
  let asked = 0
  const slip = (): void => {
    asked += 1
    handle({ kind: "ask", id: 1, ask: asked, question })
    if (asked < 3) onTurn.push(slip)
  }
  onTurn.push(slip)
  await done(2)
  const tensor = ran(first).result.values.get("conv:output")!
  expect(asked).toBe(3)
  expect(answers()).toEqual([1, 2, 3].map(() => ({ to: "read", tensor })))
  const resultAt = heard.findIndex((word) => word.kind === "result" && word.id === 2)
  expect(heard.findLastIndex(({ kind }) => kind === "answer")).toBeLessThan(resultAt)
  handle({ kind: "ask", id: 1, ask: 4, question })
  handle({ kind: "ask", id: 2, ask: 5, question })
  expect(answers().slice(3)).toEqual([GONE, { to: "read", tensor: ran(second).result.values.get("conv:output") }])
})

test("a run that was cancelled leaves the one before it to be read", async () => {
  const { handle, heard, onTurn, answers, done } = started()
  handle({ kind: "run", id: 1, document: convolutions(40, 1), options, questions: [] })
  await done(1)
  handle({ kind: "run", id: 2, document: convolutions(40, 2), options, questions: [] })
  onTurn.push(() => handle({ kind: "cancel", id: 2 }))
  while (!heard.some(({ kind }) => kind === "cancelled")) await new Promise((r) => setTimeout(r, 1))
  handle({ kind: "ask", id: 1, ask: 1, question })
  expect(answers().map(({ to }) => to)).toEqual(["read"])
})

function fakes() {
  const { makeWorker, after, ...rest } = fakeWorkers()
  return { runner: createRunner({ makeWorker, after }), ...rest }
}

/** A run that a fake worker has answered. */
async function doneRun() {
  const fake = fakes()
  const { done } = fake.runner.run(convolutions(8), options)
  const tensors = {
    value: new Map(),
    param: new Map(),
    buffer: new Map(),
    onCard: new Map(),
    gradient: new Map(),
    wire: new Map(),
  }
  const rest = { target: null, loss: null, fed: new Map(), steps: [], problems: [] }
  fake.say(0, {
    kind: "result",
    id: 1,
    report: { number: 1, mode: "train", dtype: "float32", seed: 0, engine: "eager", ...rest, tensors },
    along: [],
  })
  return { ...fake, run: await done }
}

test("each question gets its own answer, in whatever order they come, also while a job is under way", async () => {
  const { runner, run, workers, say } = await doneRun()
  const [one, two] = [run.ask(question), run.ask({ ...question, ask: "summary" })]
  void runner.run(convolutions(8), options).done.catch(() => {})
  expect(workers[0]!.posted.slice(1, 3)).toEqual([
    { kind: "ask", id: 1, ask: 1, question },
    { kind: "ask", id: 1, ask: 2, question: { ...question, ask: "summary" } },
  ])
  const answer: Answer = { to: "read", tensor: { shape: [], data: new Float32Array([4]) } }
  say(0, { kind: "answer", id: 1, ask: 2, answer: GONE })
  say(0, { kind: "answer", id: 1, ask: 1, answer })
  say(0, { kind: "answer", id: 1, ask: 9, answer })
  expect(await one).toBe(answer)
  expect(await two).toBe(GONE)
})

test("a crash answers what waits, and all that is asked later: the numbers are gone", async () => {
  const { runner, run, workers } = await doneRun()
  const waiting = run.ask(question)
  workers[0]!.events.onCrash("out of memory")
  expect(await waiting).toBe(GONE)
  expect(await run.ask(question)).toBe(GONE)
  expect(workers).toHaveLength(1)
  void runner.run(convolutions(8), options).done.catch(() => {})
  expect(workers).toHaveLength(2)
  // The fresh worker is asked like any other; it keeps no run of that number.
  void run.ask(question)
  expect(workers[1]!.posted.at(-1)).toMatchObject({ kind: "ask", id: 1 })
})

test("a worker that did not hear a cancel takes its numbers along", async () => {
  const { runner, run, ring } = await doneRun()
  const { cancel, done } = runner.run(convolutions(8), options)
  done.catch(() => {})
  const waiting = run.ask(question)
  cancel()
  ring()
  expect(await waiting).toBe(GONE)
})
