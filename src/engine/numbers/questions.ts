// What a kept run can be asked: a summary, numbers, a small picture. Answers are copies.

import { type Summary, summaryOf } from "../../tensor/summary/summary.ts"
import { type Thumbnail, thumbnailsOf } from "../../tensor/summary/thumbnail.ts"
import { type Shape, type Tensor, viewed } from "../../tensor/tensor.ts"
import { cut, fitsIn, type Window } from "../../tensor/window.ts"
import type { RunResult } from "../pass/result.ts"
import type { ToldPlan } from "../pass/toldPlan.ts"
import { type RunReport, type TensorPlace, tensorsOf } from "./report.ts"

/** A run that is kept to be asked about. */
export interface KeptRun {
  readonly number: number
  readonly result: RunResult
}

/** What is asked about a run: the plan that it went by, or one of its tensors. */
export type Question = TensorQuestion | { readonly ask: "plan" }

type TensorQuestion =
  | { readonly ask: "summary"; readonly place: TensorPlace }
  /** `window`: null for all of it. */
  | { readonly ask: "read"; readonly place: TensorPlace; readonly window: Window | null }
  /** `count` planes from plane `first` on, each of at most `size` × `size` cells; of its numbers as a tensor of `shape`. */
  | {
      readonly ask: "thumbnail"
      readonly place: TensorPlace
      readonly first: number
      readonly count: number
      readonly size: number
      readonly shape?: Shape
    }

/** The answer to the question of the same name. */
export type Answer =
  | { readonly to: "summary"; readonly summary: Summary }
  | { readonly to: "read"; readonly tensor: Tensor }
  | { readonly to: "thumbnail"; readonly thumbnail: Thumbnail }
  | { readonly to: "plan"; readonly plan: ToldPlan }
  /** A newer run has taken its place, or whoever kept it broke down. */
  | { readonly to: "gone" }
  /** The run has no such tensor, or the tensor no such cells; or it went by no plan. */
  | { readonly to: "nothing" }

/** A question with its answer. */
export interface Answered {
  readonly question: Question
  readonly answer: Answer
}

/** A run that somebody else keeps. */
export interface AskableRun {
  readonly report: RunReport
  /** Answers that came along, to what was asked together with the run. */
  readonly along: readonly Answered[]
  /** Never rejects: whoever is gone has no answer any more. */
  readonly ask: (question: Question) => Promise<Answer>
}

/** What is asked of a run that nobody keeps any more. */
export const GONE: Answer = { to: "gone" }
const NOTHING: Answer = { to: "nothing" }

/** What a run that is just done is asked, question by question; gives way after each, with the name of what it was about. */
export function* answerSteps(
  run: KeptRun,
  questions: readonly Question[],
): Generator<string, readonly Answered[], void> {
  const answered: Answered[] = []
  for (const question of questions) {
    answered.push({ question, answer: answerOf(run, run.number, question) })
    yield question.ask === "plan" ? question.ask : question.place.name
  }
  return answered
}

/** The answer of the run that is kept, if it is the one that is asked. */
export function answerOf(kept: KeptRun | null, number: number, question: Question): Answer {
  if (kept?.number !== number) return GONE
  if (question.ask === "plan") {
    const plan = kept.result.plan?.()
    return plan === undefined ? NOTHING : { to: "plan", plan }
  }
  const tensor = tensorsOf(kept.result, question.place.kind).get(question.place.name)
  if (tensor === undefined) return NOTHING
  switch (question.ask) {
    case "summary":
      return { to: "summary", summary: summaryOf(tensor) }
    case "read": {
      const { window } = question
      if (window === null) return { to: "read", tensor: { shape: tensor.shape, data: tensor.data.slice() } }
      return fitsIn(window, tensor.shape) ? { to: "read", tensor: cut(tensor, window) } : NOTHING
    }
    case "thumbnail": {
      const thumbnail = thumbnailsOf(viewed(tensor, question.shape), question)
      return thumbnail === null ? NOTHING : { to: "thumbnail", thumbnail }
    }
  }
}
