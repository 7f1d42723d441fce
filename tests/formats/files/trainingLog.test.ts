// The log of a training elsewhere: what is read of it, and how a damaged one is named.

import { describe, expect, it } from "vitest"
import { epochsDone, loggedHistory } from "../../../src/engine/train/answers/logged.ts"
import { readTrainingLog } from "../../../src/formats/files/trainingLog.ts"

const first =
  '{"step": 1, "epoch": 1, "loss": 0.5, "lr": 0.1, "nodes": {"fc": {"activation": 2, "update": 0.01, "norm": 3}}}'
const second =
  '{"step": 2, "epoch": 1, "loss": 0.25, "lr": 0.1, "epoch_loss": 0.4, "val_loss": 0.3, "val_accuracy": 0.75}'

function readWell(text: string) {
  const steps = readTrainingLog(text)
  if ("problem" in steps) throw new Error(steps.problem)
  return steps
}

describe("a training's log", () => {
  it("gives curves, epochs that came to their end, and what was measured of the nodes", () => {
    const steps = readWell(`${first}\n${second}\n{"step": 3, "epoch": 2, "loss": 0.2, "lr": 0.05}\n`)
    const { steps: points, epochs } = loggedHistory(steps)
    expect(points.map(({ step, loss, rate }) => [step, loss, rate])).toEqual([
      [1, 0.5, 0.1],
      [2, 0.25, 0.1],
      [3, 0.2, 0.05],
    ])
    expect(epochs).toEqual([
      { epoch: 1, step: 2, training: { loss: 0.4, accuracy: null }, validation: { loss: 0.3, accuracy: 0.75 } },
    ])
    expect(epochsDone(steps)).toBe(1)
    expect(steps[0]?.nodes?.get("fc")).toEqual({ activation: 2, gradient: null, dead: null, update: 0.01, norm: 3 })
    expect(steps[1]?.nodes).toBeNull()
  })

  it("leaves out a last line that is being written", () => {
    expect(readWell(`${first}\n${second.slice(0, 30)}`)).toHaveLength(1)
  })

  it.each([
    ["", "it has no steps"],
    ["nothing", "line 1 is no JSON"],
    [`${first}\n[1]\n${second}`, "line 2 is no object"],
    [
      `${first}\n{"step": 2.5, "epoch": 1, "loss": 1, "lr": 1}\n`,
      "line 2 has no whole numbers step and epoch from 1 on",
    ],
    [`${first}\n{"step": 2, "epoch": 1, "loss": "1", "lr": 1}\n`, "line 2 has no numbers loss and lr"],
    [`${second}\n${first}\n`, "line 2 is step 1, after step 2"],
  ])("%j is refused by its line", (text, problem) => {
    expect(readTrainingLog(text)).toEqual({ problem })
  })

  it("takes names of nodes for what they are", () => {
    const line = '{"step": 1, "epoch": 1, "loss": 1, "lr": 1, "nodes": {"__proto__": {"gradient": 1}, "a": 3}}'
    expect([...(readWell(line)[0]?.nodes?.keys() ?? [])]).toEqual(["__proto__"])
  })
})
