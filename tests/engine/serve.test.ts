// The worker's side, bound to a queue that stands for the mail.

import { expect, test } from "vitest"
import type { RunOptions } from "../../src/engine/pass/result.ts"
import type { FromWorker } from "../../src/engine/worker/protocol.ts"
import { serve } from "../../src/engine/worker/serve.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"

const options: RunOptions = { mode: "train", dtype: "float32" }

/** A chain of `length` ReLUs. */
function chain(length: number): GradwireDocument {
  const links = Array.from({ length }, (_, i) => ({
    id: `r${i}`,
    op: "ReLU",
    inputs: { input: i === 0 ? "x" : `r${i - 1}` },
  }))
  return { gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [4] } }, ...links] }
}

/** A worker whose clock moves one millisecond at each look. */
function started() {
  const heard: FromWorker[] = []
  let now = 0
  let turns = 0
  const onTurn: (() => void)[] = []
  const handle = serve({
    post: (message) => heard.push(message),
    turn: async () => {
      turns += 1
      for (const act of onTurn.splice(0)) act()
      await Promise.resolve()
    },
    clock: () => {
      now += 1
      return now
    },
    after: () => () => {},
  })
  return { handle, heard, onTurn, turns: () => turns }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

test("a run posts some progress and then its report, with the small tensors side by side in one buffer", async () => {
  const { handle, heard, turns } = started()
  handle({ kind: "run", id: 1, document: chain(50), options, questions: [] })
  await settle()
  const last = heard.at(-1)
  expect(last?.kind).toBe("result")
  expect(heard.filter(({ kind }) => kind === "progress").length).toBeGreaterThan(1)
  expect(heard.filter(({ kind }) => kind === "progress").length).toBeLessThan(20)
  expect(turns()).toBeGreaterThan(10)
  if (last?.kind !== "result") throw new Error("no report")
  const buffers = Object.values(last.report.tensors).flatMap((tensors) =>
    [...tensors.values()].map((tensor) => "data" in tensor && tensor.data.buffer),
  )
  expect(new Set(buffers).size).toBe(1)
  expect(buffers.length).toBeGreaterThan(50)
})

test("a cancel is heard between two slices and nothing but the word follows", async () => {
  const { handle, heard, onTurn } = started()
  handle({ kind: "run", id: 1, document: chain(50), options, questions: [] })
  onTurn.push(() => handle({ kind: "cancel", id: 1 }))
  await settle()
  expect(heard.at(-1)).toEqual({ kind: "cancelled", id: 1 })
  expect(heard.some(({ kind }) => kind === "result")).toBe(false)
})

test("a newer run ends the older one", async () => {
  const { handle, heard } = started()
  handle({ kind: "run", id: 1, document: chain(50), options, questions: [] })
  handle({ kind: "run", id: 2, document: chain(2), options, questions: [] })
  await settle()
  const ends = heard.flatMap((word) =>
    word.kind === "cancelled" || word.kind === "result" ? [`${word.kind} ${word.id}`] : [],
  )
  expect(ends).toEqual(expect.arrayContaining(["cancelled 1", "result 2"]))
})

test("a check posts its progress and what it found, and hears a cancel between two numbers", async () => {
  const { handle, heard, onTurn } = started()
  handle({ kind: "check", id: 1, document: chain(3), options: { mode: "train", outputs: true } })
  await settle()
  const checked = heard.at(-1)
  expect(heard[0]).toMatchObject({ kind: "checking", id: 1, progress: { name: "x:value", node: "x", done: 1, of: 16 } })
  if (checked?.kind !== "checked") throw new Error(`the check ended in ${checked?.kind}`)
  expect(checked.result.tensors.map(({ name }) => name)).toEqual(["x:value", "r0:output", "r1:output", "r2:output"])
  expect(checked.result.passed).toBe(true)
  expect(Object.keys(checked.result.tensors[0]!).sort()).toEqual([
    "at",
    "checked",
    "elements",
    "kinks",
    "name",
    "node",
    "role",
    "worst",
  ])
  handle({ kind: "check", id: 2, document: chain(50), options: { mode: "train", outputs: true } })
  onTurn.push(() => handle({ kind: "cancel", id: 2 }))
  await settle()
  expect(heard.at(-1)).toEqual({ kind: "cancelled", id: 2 })
})

test("what is asked together with a run is answered along with it; no tensor of that name is no failure", async () => {
  const { handle, heard } = started()
  const about = (name: string) =>
    ({ ask: "thumbnail", place: { kind: "value", name }, first: 0, count: 1, size: 4 }) as const
  const questions = [about("r0:output"), about("gone:output")]
  handle({ kind: "run", id: 1, document: chain(1), options, questions })
  await settle()
  const last = heard.at(-1)
  if (last?.kind !== "result") throw new Error("no report")
  expect(last.along.map(({ question, answer }) => ["place" in question && question.place.name, answer.to])).toEqual([
    ["r0:output", "thumbnail"],
    ["gone:output", "nothing"],
  ])
})
