// The one door to the numbers of a run's tensors. What came along with the run is read at once; what did not is asked of the
// worker that keeps it, a window at a time. Whatever reads says what it wants as a Reading, and asks `now` or `later`.

import type { Question } from "../../engine/numbers/questions.ts"
import { cameAlong } from "../../engine/numbers/report.ts"
import type { ToldPlan } from "../../engine/pass/toldPlan.ts"
import { type Thumbnail, thumbnailsOf } from "../../tensor/summary/thumbnail.ts"
import { type Tensor, viewed } from "../../tensor/tensor.ts"
import { cut, type Window } from "../../tensor/window.ts"
import { Fetched } from "./fetched/fetched.ts"
import type { RunTensor, ShownRun } from "./shown.ts"

/** Something that is made of numbers of a run. */
export interface Reading<T> {
  /** Null where it must be waited for. */
  readonly now: () => { readonly is: T } | null
  /** Rejects with NumbersGone where a newer run has taken the place of the one that is asked. */
  readonly later: () => Promise<T>
}

/**
 * What is asked for a picture of a tensor: `count` planes from plane `first` on, each of at most `size` × `size`
 * cells; of its numbers as a tensor of `shape`, where that is given.
 */
export type Picture = Pick<Extract<Question, { readonly ask: "thumbnail" }>, "first" | "count" | "size" | "shape">

const fetched = new WeakMap<ShownRun, Fetched>()

/** What was fetched of a run. */
function fetchedOf(run: ShownRun): Fetched {
  const found = fetched.get(run) ?? new Fetched(run)
  fetched.set(run, found)
  return found
}

/** The cells of a window, or all numbers of a tensor. */
export function windowOf(tensor: RunTensor | Tensor, window: Window | null = null): Reading<Tensor> {
  const here = wholeHere(tensor)
  if (here !== null) return at(() => (window === null ? here : cut(here, window)))
  const { run, place } = tensor as RunTensor // a plain tensor is whole
  const question: Question = { ask: "read", place, window }
  const answered = fetchedOf(run)
  return {
    now: () => {
      const found = answered.get(question)
      if (found?.to === "read") return { is: found.tensor }
      const whole = window === null ? undefined : answered.get({ ask: "read", place, window: null })
      return window !== null && whole?.to === "read" ? { is: cut(whole.tensor, window) } : null
    },
    later: async () => {
      const found = await answered.fetch(question)
      if (found.to !== "read") throw new Error(`asked to read, got ${found.to}`)
      return found.tensor
    },
  }
}

/** A small picture of a tensor. */
export function thumbnailOf(tensor: RunTensor | Tensor, picture: Picture): Reading<Thumbnail> {
  const here = wholeHere(tensor)
  if (here !== null) {
    return at(() => {
      const thumbnail = thumbnailsOf(viewed(here, picture.shape), picture)
      if (thumbnail === null) throw new Error(`no planes ${picture.first} to ${picture.first + picture.count - 1}`)
      return thumbnail
    })
  }
  const { run, place } = tensor as RunTensor // a plain tensor is whole
  const question: Question = { ask: "thumbnail", place, ...picture }
  const answered = fetchedOf(run)
  return {
    now: () => {
      const found = answered.get(question)
      return found?.to === "thumbnail" ? { is: found.thumbnail } : null
    },
    later: async () => {
      const found = await answered.fetch(question)
      if (found.to !== "thumbnail") throw new Error(`asked for a picture, got ${found.to}`)
      return found.thumbnail
    },
  }
}

/** The plan that a run went by, which is asked of one that kernels have done. */
export function planOf(run: ShownRun): Reading<ToldPlan> {
  const question: Question = { ask: "plan" }
  const answered = fetchedOf(run)
  return {
    now: () => {
      const found = answered.get(question)
      return found?.to === "plan" ? { is: found.plan } : null
    },
    later: async () => {
      const found = await answered.fetch(question)
      if (found.to !== "plan") throw new Error(`asked for the plan, got ${found.to}`)
      return found.plan
    },
  }
}

/** What is made of something that is read. */
export function mapped<T, U>(reading: Reading<T>, make: (read: T) => U): Reading<U> {
  return {
    now: () => {
      const found = reading.now()
      return found === null ? null : { is: make(found.is) }
    },
    later: async () => make(await reading.later()),
  }
}

/** Several at once. */
export function allOf<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  return {
    now: () => {
      const found = readings.flatMap((reading) => reading.now() ?? [])
      return found.length < readings.length ? null : { is: found.map(({ is }) => is) }
    },
    later: () => Promise.all(readings.map((reading) => reading.later())),
  }
}

function at<T>(make: () => T): Reading<T> {
  return { now: () => ({ is: make() }), later: async () => make() }
}

/** A tensor's numbers if they came along. */
function wholeHere(tensor: RunTensor | Tensor): Tensor | null {
  if (!("told" in tensor)) return tensor
  return cameAlong(tensor.told) ? tensor.told : null
}
