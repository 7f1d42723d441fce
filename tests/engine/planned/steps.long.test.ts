// Trainings of every graph of the gallery that learns, each step by both engines from the state that the eager one has come to:
// the same loss and gradients. What optimizers make of a gradient is held to the same bits elsewhere. `npm run test:long` takes
// fifty steps of each.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { withLearned } from "../../../src/engine/train/answers/learned.ts"
import { passesOf } from "../../../src/engine/train/passes.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { lossOf } from "../../../src/engine/train/prepared.ts"
import type { TrainPlan } from "../../../src/engine/train/report.ts"
import { startRun, train } from "../../../src/engine/train/train.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { counted, inTurn, isLong } from "../../campaign.ts"
import { digestOf, EDGES_LEARNED } from "./bits.ts"
import { ended, furthest, largestOf } from "./twins.ts"

const folder = new URL("../../../graphs/", import.meta.url)
const STEPS = isLong ? 50 : 2
/** Too large, and without a training but with data that takes seconds to make. */
const LARGE = new Set(["resnet-152.json", "ten-digits.json"])
const MOST = 1e-4
/** Where a training has arrived, differences of nearly equal numbers are left: measured at this share of what they were. */
const ARRIVED = 1e-2
const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !LARGE.has(name))
let compared = 0

/** Null where there is nothing to learn, or no target. */
function plansOf(name: string): readonly [TrainPlan, TrainPlan] | null {
  const { document } = readDocument(readFileSync(new URL(name, folder)))
  if (document === null) throw new Error(`${name} cannot be read`)
  const longer = { ...document, training: { ...document.training, epochs: STEPS } }
  const [eager, planned] = (["eager", "planned"] as const).map((engine) =>
    planTraining(longer, { dtype: "float32", engine }),
  )
  if (eager?.plan == null || planned?.plan == null) {
    expect(eager?.problems.length).toBeGreaterThan(0)
    expect(planned?.problems).toEqual(eager?.problems)
    return null
  }
  expect(planned.plan.summary.engine).toBe("planned")
  return [eager.plan, planned.plan]
}

/** At a push every third; their first steps are all in graphs.long.test.ts. */
const tried = names.filter((_, row) => inTurn(row, 0, 3))

test.for(tried)("%s", { timeout: 60_000 }, (name) => {
  const plans = plansOf(name)
  if (plans === null) return
  const [{ learner }, passes] = [startRun(plans[0]), passesOf(plans[1])]
  let steps = 0
  let [largest, dearest] = [0, 0]
  for (; steps < STEPS; steps++) {
    const outcome = ended(learner.take())
    const taken = learner.last()
    // A training may diverge, but not at once.
    if ("problem" in outcome || taken === null) break
    const prepared = plans[1].at(plans[1].data === null ? 0 : outcome.examples, "train")
    const pass = ended(passes.forward(prepared, taken.kept, taken.seed))
    const found = ended(passes.backward(prepared, pass, undefined))
    const wanted = new Map([...taken.updates].map(([param, { gradient }]) => [param, gradient]))
    largest = Math.max(largest, ...[...wanted.values()].map(largestOf))
    const { loss } = outcome.point
    dearest = Math.max(dearest, Math.abs(loss))
    const apart = Math.abs(lossOf(prepared, pass) - loss) / Math.max(Math.abs(loss), ARRIVED ** 2 * dearest, 1e-30)
    expect(apart, `loss of step ${steps + 1}`).toBeLessThanOrEqual(MOST)
    expect(furthest(found, wanted, ARRIVED * largest), `gradients of step ${steps + 1}`).toBeLessThanOrEqual(MOST)
  }
  expect(steps).toBeGreaterThan(0)
  compared += steps
})

test("there are many", () => {
  expect(compared).toBeGreaterThan((tried.length / 2) * STEPS)
  counted(compared, "steps of trainings by both engines")
})

test("the page learns the same bits", () => {
  const { document } = readDocument(readFileSync(new URL("t1-edges-cnn.json", folder)))
  if (document === null) throw new Error("it cannot be read")
  const { plan } = planTraining(document, { dtype: "float32", engine: "planned" })
  const { learner } = train(plan!)
  const kept = [...learner.kept()].filter(([id]) => plan!.summary.params.some(({ node }) => node === id))
  const params = new Map(kept.flatMap(([id, held]) => [...held.params].map(([name, one]) => [`${id}.${name}`, one])))
  expect(digestOf(withLearned(document, params, new Map()).nodes)).toBe(EDGES_LEARNED)
})
