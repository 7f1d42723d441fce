// The optimizer, schedule and clipping that a document chooses, with their attributes read.

import type { Choice, TrainingDocument } from "../../../graph/document.ts"
import { type Problem, quote } from "../../../graph/problem.ts"
import { didYouMean } from "../../../graph/suggest.ts"
import type { AttrSpecs } from "../../../ops/attributes/attrs.ts"
import { readAttrs } from "../../../ops/attributes/readAttrs.ts"
import { type AnyClip, clips } from "../../optimizers/clipping.ts"
import type { AnyOptimizer } from "../../optimizers/optimizer.ts"
import { optimizers } from "../../optimizers/registry.ts"
import { type AnySchedule, schedules } from "../../optimizers/schedules.ts"

/** A choice and its attributes, read. */
interface Chosen<K> {
  readonly of: K
  readonly attrs: { readonly [name: string]: unknown }
}

/** What a document chooses for its training. */
export interface Choices {
  readonly optimizer: Chosen<AnyOptimizer>
  /** The optimizer's own learning rate. */
  readonly lr: number
  readonly schedule: Chosen<AnySchedule>
  readonly clip: Chosen<AnyClip> | null
}

/** Where a document says nothing: plain gradient descent at a constant rate. */
export const DEFAULT_OPTIMIZER: Choice = { kind: "SGD" }
/** Where a document names none. */
export const DEFAULT_SCHEDULE: Choice = { kind: "constant" }

/** The choices of a training, or null with what is wrong about them. */
export function readChoices(training: TrainingDocument): {
  readonly choices: Choices | null
  readonly problems: readonly Problem[]
} {
  const problems: Problem[] = []
  const optimizer = readChoice("optimizer", training.optimizer ?? DEFAULT_OPTIMIZER, optimizers, problems)
  const schedule = readChoice("schedule", training.schedule ?? DEFAULT_SCHEDULE, schedules, problems)
  const clip = training.clip === undefined ? null : readChoice("clip", training.clip, clips, problems)
  if (optimizer === null || schedule === null || problems.length > 0) return { choices: null, problems }
  const { lr } = optimizer.attrs
  if (typeof lr !== "number") throw new Error(`the optimizer ${optimizer.of.kind} has no number lr`)
  return { choices: { optimizer, lr, schedule, clip }, problems }
}

function readChoice<K extends { readonly attrs: AttrSpecs }>(
  field: string,
  { kind, ...raw }: Choice,
  known: ReadonlyMap<string, K>,
  problems: Problem[],
): Chosen<K> | null {
  const path = `/training/${field}`
  const of = known.get(kind)
  if (of === undefined) {
    const kinds = [...known.keys()]
    const sentence = `There is no ${WORDS[field] ?? field} called ${quote(String(kind))}; there are ${kinds.join(", ")}.${didYouMean(String(kind), kinds)}`
    problems.push({ code: "GW-R103", severity: "error", sentence, path: `${path}/kind` })
    return null
  }
  const read = readAttrs(of.attrs, raw)
  for (const { attr, sentence } of read.problems) {
    const whole = `The ${WORDS[field] ?? field} ${kind}: ${sentence}.`
    problems.push({ code: "GW-R104", severity: "error", sentence: whole, attr, path: `${path}/${attr}` })
  }
  return read.values === null ? null : { of, attrs: read.values }
}

const WORDS: { readonly [field: string]: string } = { clip: "way to clip" }
