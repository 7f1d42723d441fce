// When each step of a sequence happens while it is played: beats of some seconds at speed 1, forward and backward each at
// most LONGEST seconds. In a short pass every step is a beat, long enough to read its formula; in a long one a chain is one
// beat, a fork with all its pieces another, and where even these are too many, neighbours share one. Pure.

import type { PlayerStep, Sequence, StepPhase } from "./playerSteps.ts"

/** Steps that are played, and told, as one. */
export interface Beat {
  readonly phase: StepPhase
  readonly first: number
  readonly last: number
  /** Seconds of the timeline at speed 1. */
  readonly starts: number
  readonly seconds: number
}

/** When a step begins, when what moves in it has arrived, and when the next begins; in seconds of the timeline. */
interface Slot {
  readonly starts: number
  readonly lands: number
  readonly ends: number
  /** Its local rule is said on the canvas: there is time to read it. */
  readonly ruled: boolean
}

export interface Timeline {
  readonly beats: readonly Beat[]
  /** By step. */
  readonly slots: readonly Slot[]
}

/** A place on a timeline: a step, whether what moves in it has arrived, and how far on its way it is, from 0 to 1. */
export interface Moment {
  readonly at: number
  readonly landed: boolean
  readonly way: number
}

/** Of one pass, in seconds. */
export const LONGEST = 25
/** A beat with a formula is looked at for at least so long, in seconds. */
export const LEAST_BEAT = 0.9
/** The end of a pass is looked at as well. */
const HOLD = 1
/** In which a rule fades in, in seconds; styles have the same. */
export const FADE = 0.2
/** In its step a rule fades in and stands in full for as long as it takes to read it. */
const RULE = FADE + LEAST_BEAT
/** By kind of step, in seconds. */
const NATURAL = { compute: RULE, start: 0.9, arrive: RULE, piece: RULE, sum: 1.8 } as const
/** What a step takes of the time of a beat that it shares; at a fork, in seconds. */
const WEIGHT = { compute: 1, start: 1, arrive: 1, piece: 0.5, sum: 1.8 } as const
/** The part of a step in which something is on its way: a sum is there soon, and is then read. */
const TRAVEL = { compute: 0.5, start: 0.5, arrive: 0.5, piece: 0.5, sum: 0.4 } as const
/** A chain's time grows with its length, up to a bound. */
const EACH_OF_CHAIN = 0.4
const LONGEST_CHAIN = 6

type Group = readonly PlayerStep[]

const known = new WeakMap<Sequence, Timeline>()

export function timelineOf(sequence: Sequence): Timeline {
  const found = known.get(sequence) ?? makeTimeline(sequence.steps)
  known.set(sequence, found)
  return found
}

function makeTimeline(steps: readonly PlayerStep[]): Timeline {
  const beats: Beat[] = []
  const slots: Slot[] = []
  let clock = 0
  for (const phase of ["forward", "backward"] as const) {
    for (const { group, seconds } of beatsOf(steps.filter((step) => step.phase === phase))) {
      const [first, last] = [group[0]?.index ?? 0, group.at(-1)?.index ?? 0]
      beats.push({ phase, first, last, starts: clock, seconds })
      const whole = weightOf(group)
      let starts = clock
      for (const { kind } of group) {
        const ends = starts + (seconds * WEIGHT[kind]) / whole
        const ruled = group.length === 1 && kind !== "start" && kind !== "sum"
        slots.push({ starts, lands: starts + (ends - starts) * TRAVEL[kind], ends, ruled })
        starts = ends
      }
      clock += seconds
    }
    if (slots.length > 0) clock += HOLD
  }
  return { beats, slots }
}

interface Timed {
  readonly group: Group
  readonly seconds: number
}

/** The beats of one pass. */
function beatsOf(steps: readonly PlayerStep[]): readonly Timed[] {
  const single = withSourcesTogether(steps).map((group) => ({
    group,
    seconds: Math.max(...group.map(({ kind }) => NATURAL[kind])),
  }))
  if (lasting(single) <= LONGEST - HOLD) return single
  const merged = withChainsTogether(steps).map((group) => ({ group, seconds: secondsOf(group) }))
  if (lasting(merged) <= LONGEST - HOLD) return merged
  return shared(merged.map(({ group }) => group))
}

function lasting(beats: readonly Timed[]): number {
  return beats.reduce((sum, { seconds }) => sum + seconds, 0)
}

/** What is given before anything is worked out stands there in one beat. */
function withSourcesTogether(steps: readonly PlayerStep[]): readonly Group[] {
  const given = steps.findIndex((step) => !isGiven(step))
  const sources = given < 0 ? steps : steps.slice(0, given)
  const rest = steps.slice(sources.length).map((step) => [step])
  return sources.length === 0 ? rest : [sources, ...rest]
}

function isGiven({ phase, node, wires }: PlayerStep): boolean {
  return phase === "forward" && wires.every(({ to }) => to.node !== node)
}

/** Neighbouring steps along one path in one group, the pieces of a fork with their sum in another. */
function withChainsTogether(steps: readonly PlayerStep[]): readonly Group[] {
  const groups: PlayerStep[][] = []
  for (const step of steps) {
    const group = groups.at(-1)
    if (group !== undefined && belongs(step, group)) group.push(step)
    else groups.push([step])
  }
  return groups
}

function belongs(step: PlayerStep, group: readonly PlayerStep[]): boolean {
  const before = group.at(-1)
  if (before === undefined) return false
  if (isGiven(step)) return isGiven(before)
  const atFork = ({ kind }: PlayerStep): boolean => kind === "piece" || kind === "sum"
  if (atFork(step)) return atFork(before) && before.kind !== "sum" && before.node === step.node
  if (atFork(before)) return false
  return step.wires.some(({ from, to }) => (step.phase === "forward" ? from : to).node === before.node)
}

function secondsOf(group: Group): number {
  const [only] = group
  if (only !== undefined && group.length === 1) return NATURAL[only.kind]
  const fork = group.some(({ kind }) => kind === "sum")
  return Math.max(LEAST_BEAT, Math.min(LONGEST_CHAIN, fork ? weightOf(group) : EACH_OF_CHAIN * group.length))
}

function weightOf(group: Group): number {
  return group.reduce((sum, { kind }) => sum + WEIGHT[kind], 0)
}

/** As many beats as may be, of about the same number of steps each. */
function shared(groups: readonly Group[]): readonly Timed[] {
  const most = Math.floor((LONGEST - HOLD) / NATURAL.compute)
  const all = groups.reduce((sum, group) => sum + group.length, 0)
  const beats: PlayerStep[][] = []
  let done = 0
  for (const group of groups) {
    // A long chain may fill several beats.
    for (const step of group) {
      const beat = Math.min(most - 1, Math.floor((done / all) * most))
      const there = beats[beat]
      if (there) there.push(step)
      else beats[beat] = [step]
      done += 1
    }
  }
  return beats.map((group) => ({ group, seconds: (LONGEST - HOLD) / beats.length }))
}

/** The steps of one pass; null where it has none. */
export function rangeOf(
  { steps }: Sequence,
  phase: StepPhase,
): { readonly first: number; readonly last: number } | null {
  const first = steps.findIndex((step) => step.phase === phase)
  return first < 0 ? null : { first, last: steps.findLastIndex((step) => step.phase === phase) }
}

/** Where one stands after so many seconds; `still`: nothing travels, all of a step is there when it begins. */
export function momentAt({ slots }: Timeline, seconds: number, still: boolean): Moment {
  let [low, high] = [0, slots.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((slots[middle]?.starts ?? 0) <= seconds) low = middle
    else high = middle - 1
  }
  const { starts, lands } = slots[low] ?? { starts: 0, lands: 0 }
  const landed = still || seconds >= lands
  return { at: low, landed, way: landed ? 1 : Math.max(0, (seconds - starts) / (lands - starts)) }
}

/** When something changes next after `seconds`; at the end of a pass, when what is held there is over. */
export function nextChange(timeline: Timeline, seconds: number, still: boolean): number {
  const { at, landed } = momentAt(timeline, seconds, still)
  const slot = timeline.slots[at]
  if (slot === undefined) return seconds
  return landed ? endOf(timeline, at) : slot.lands
}

/** When a step is over: the last of a pass is held for a while. */
export function endOf({ slots }: Timeline, index: number): number {
  return slots[index + 1]?.starts ?? (slots[index]?.ends ?? 0) + HOLD
}

/** The step whose rule is said: the one that is under way, where it is a beat of its own. */
export function ruleAt({ slots }: Timeline, at: number): number | null {
  return slots[at]?.ruled === true ? at : null
}

/** Whether there is time to read a step by itself at speed 1; of a beat that many share only its own words are read. */
export function isReadable({ slots }: Timeline, index: number): boolean {
  const slot = slots[index]
  return slot === undefined || slot.ends - slot.starts > LEAST_BEAT - 1e-6
}

/** The beat of a step. */
export function beatAt({ beats }: Timeline, index: number): number {
  return beats.findIndex(({ first, last }) => index >= first && index <= last)
}
