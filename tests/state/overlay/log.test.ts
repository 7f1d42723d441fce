// The log of a training elsewhere over the canvas: which step, which measure, and what takes it away again.

import { afterEach, expect, test } from "vitest"
import { takeLog } from "../../../src/commands/file/opening/trainingLogs.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { open } from "../../../src/state/document.ts"
import { useMessages } from "../../../src/state/messages.ts"
import { startHeat, waitsFor } from "../../../src/state/player/heating.ts"
import { useHeat } from "../../../src/state/run/heat.ts"
import { goToLogged, layLogOver, loggedStep, useTrainingLog } from "../../../src/state/run/trainingLog.ts"
import { useSession } from "../../../src/state/session.ts"
import { useTraining } from "../../../src/state/training/training.ts"

const DOCUMENT = JSON.stringify({
  gradwire: 1,
  groups: [{ id: "block", collapsed: true }],
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 2] } },
    { id: "fc", op: "Linear", attrs: { out_features: 6 }, inputs: { input: "x" }, group: "block" },
    { id: "relu", op: "ReLU", inputs: { input: "fc" }, group: "block" },
    { id: "out", op: "Linear", attrs: { out_features: 1 }, inputs: { input: "relu" } },
  ],
})
const nodes = {
  fc: { activation: 3, gradient: 0.5, update: 0.01, norm: 2 },
  relu: { activation: 1, gradient: 0.25, dead: 0.5 },
  out: { activation: 2, gradient: 1, update: 0.03, norm: 1 },
  gone: { activation: 7 },
}
const line = (step: number, more: object = {}) => JSON.stringify({ step, epoch: 1, loss: 1 / step, lr: 0.1, ...more })
const log = [line(1, { nodes }), line(2), line(3, { nodes: { ...nodes, out: { activation: 8 } }, epoch_loss: 0.5 })]

function show(text: string): void {
  const { document } = readDocument(text)
  if (document === null) throw new Error("the document is none")
  open(document)
}

function drop(text: string): Promise<void> {
  return takeLog(new File([text], "log.jsonl"))
}

afterEach(() => show('{"gradwire":1,"nodes":[]}'))

test("a dropped log brings curves, and its last step over the cards, groups included", async () => {
  show(DOCUMENT)
  const stop = startHeat()
  await drop(log.join("\n"))
  const [past] = useTraining.getState().past
  expect(past?.words).toBe("log.jsonl")
  expect(past?.history.steps).toHaveLength(3)
  expect(past?.history.epochs.map(({ epoch, training }) => [epoch, training.loss])).toEqual([[1, 0.5]])
  expect(loggedStep(useTrainingLog.getState())?.step).toBe(3)
  const words = (id: string) => useHeat.getState().heat?.cards.get(id)?.words
  expect(words("out")).toBe("activation RMS 8")
  // fc and relu put out as many numbers each: √((9 + 1)/2).
  expect(words("group:block")).toContain(`activation RMS ${Math.sqrt(5).toFixed(3)}`)
  expect(useHeat.getState().heat?.cards.get("x")?.at).toBeNull()
  goToLogged(0)
  expect(words("out")).toBe("activation RMS 2")
  layLogOver("update")
  expect(words("out")).toBe("‖Δw‖/‖w‖ 0.03")
  layLogOver("dead")
  expect(words("group:block")).toBe(
    "3 of 6 units dead (50 %), 50 % of the graph, in 1 of 2 nodes".replace(", 50 % of the graph", ""),
  )
  expect(waitsFor("dead", null)).toBeNull()
  stop()
})

test("another overlay takes its place, and another document takes it away", async () => {
  show(DOCUMENT)
  await drop(log.join("\n"))
  useSession.getState().setOverlay("params")
  expect(useTrainingLog.getState().measure).toBeNull()
  layLogOver("gradient")
  expect(useSession.getState().overlay).toBeNull()
  show(DOCUMENT)
  expect(useTrainingLog.getState()).toMatchObject({ name: null, measured: [], measure: null })
})

test("a log of another graph, and one that is none, are told and change nothing", async () => {
  show(DOCUMENT)
  await drop(line(1, { nodes: { other: { activation: 1 } } }))
  await drop(`${line(2)}\n${line(1)}\n`)
  expect(useTraining.getState().past).toEqual([])
  expect(useTrainingLog.getState().name).toBeNull()
  const texts = useMessages.getState().messages.map(({ text }) => text)
  expect(texts.slice(-2)).toEqual([
    "“log.jsonl” tells of a training of another graph: none of its nodes is here. Open its graph first.",
    "“log.jsonl” is no log of a training: line 2 is step 1, after step 2.",
  ])
})
