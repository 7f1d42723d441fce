// An optimizer's step as steps of kernels: for each param the sum of its gradient's squares, its clipping and its update, by the
// data that optimizers and ways to clip give. Arrays change places from step to step, so that these steps name roles: the param as
// it is, the one that is written. This folder steps params; it knows optimizers by their data alone, and no training.

import { namesIn, readFormula } from "../../../kernels/pointwise/formula.ts"
import type { FastClip, FastLines, FastUpdate } from "../../../kernels/update/fast.ts"
import { largest, lines } from "../../../kernels/update/lines.ts"
import { ModuleBuilder } from "../../../kernels/wasm/module.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { type Buffer, newBuffer, touch } from "../draft/buffers.ts"
import { Draft, type DraftStep } from "../draft/draft.ts"
import { orthogonal } from "./orthogonal.ts"

/** A param that is learned. */
export interface Learned {
  /** `node.param`. */
  readonly name: string
  readonly node: string
  readonly shape: Shape
}

/** What is done to every param. */
export interface Rule {
  readonly kind: string
  readonly update: FastUpdate
  /** Names of what is kept for each param with the attributes at hand. */
  readonly slots: readonly string[]
  readonly clip: { readonly kind: string; readonly fast: FastClip } | null
}

/** Which of a param's arrays a step means. */
type Role = "param" | "grad" | "next" | { readonly slot: string; readonly next: boolean }

/** The steps of one param. Roles have no place: whoever runs the steps says where each array is. */
export interface DraftedUpdate {
  readonly param: Learned
  readonly count: number
  /** Leaves Σg². */
  readonly squares: readonly DraftStep[]
  /** Leaves the largest |g|; none where no way to clip asks for it. */
  readonly largest: readonly DraftStep[]
  readonly clip: readonly DraftStep[]
  /** Leaves Σw² of the new param. */
  readonly update: readonly DraftStep[]
  readonly roles: ReadonlyMap<Buffer, Role>
  /** Room for all arrays of the param. */
  readonly home: Buffer
}

/** The steps of all params, over one memory. */
export interface UpdatePlan {
  readonly rule: Rule
  readonly draft: Draft
  readonly params: readonly DraftedUpdate[]
  /** Names of numbers, as they lie in the table of float64: those of the update, and those of clipping. */
  readonly numbers: readonly string[]
  readonly clipNumbers: readonly string[]
  readonly table: Buffer
  /** Where sums and norms are left. */
  readonly result: Buffer
}

/** Each param has three of everything, which change places, and two gradients. */
export const COPIES = 3
const GRADIENTS = 2

/** Bytes from one array of a param to the next; long ones lie so that equal places are not in one set of the cache. */
export function arrayBytes(count: number): number {
  return 64 * Math.ceil((4 * count + 16) / 64) + (count > 1024 ? 1024 : 0)
}

/** Drafts the steps. `relaxed`: products of matrices are added as the machine likes. */
export function draftUpdates(params: readonly Learned[], rule: Rule, relaxed: boolean): UpdatePlan {
  const draft = new Draft(new ModuleBuilder(relaxed))
  const numbers = numbersOf(
    rule.update.flatMap((stage) => (stage.kernel === "lines" ? [stage] : [])),
    tensorsOf(rule),
  )
  const clipNumbers = rule.clip === null ? [] : numbersOf([rule.clip.fast], ["grad"])
  const table = draft.buffer(2 * Math.max(1, numbers.length, clipNumbers.length), true)
  const result = draft.buffer(2, true)
  const common = { draft, rule, numbers, clipNumbers, table, result }
  return { ...common, params: params.map((param) => draftParam(common, param)) }
}

type Common = Omit<UpdatePlan, "params">

/** Names that stand for tensors in some stage. */
function tensorsOf({ update, slots }: Rule): readonly string[] {
  const made = update.flatMap((stage) => (stage.kernel === "lines" ? stage.lines.map(([to]) => to) : [stage.to]))
  return ["param", "grad", ...slots, ...made]
}

/** Names that stand for numbers, in order of appearance. */
function numbersOf(stages: readonly Pick<FastLines, "lines">[], tensors: readonly string[]): readonly string[] {
  const names = stages.flatMap(({ lines: all }) => all.flatMap(([, text]) => namesIn(readFormula(text))))
  return [...new Set(names.filter((name) => !tensors.includes(name)))]
}

function draftParam(common: Common, param: Learned): DraftedUpdate {
  const { draft, rule } = common
  const count = sizeOf(param.shape)
  const home = draft.buffer((arrayBytes(count) * (COPIES * (1 + rule.slots.length) + GRADIENTS)) / 4, true)
  touch(home, 0)
  const roles = new Map<Buffer, Role>()
  const role = (name: string, of: Role): readonly [string, Buffer] => {
    const buffer = newBuffer(4 * count, true)
    roles.set(buffer, of)
    return [name, buffer]
  }
  const slots = (next: boolean) => rule.slots.map((slot) => role(slot, { slot, next }))
  const arrays = new Map([role("param", "param"), role("grad", "grad"), ...slots(false)])
  const next = new Map([role("next", "next"), ...slots(true)])
  draft.part = { node: param.node, phase: "update" }
  return { param, count, roles, home, ...groupsOf({ ...common, param, count, arrays, next }) }
}

function groupsOf(one: One): Pick<DraftedUpdate, "squares" | "largest" | "clip" | "update"> {
  const { draft, rule, arrays, count, result } = one
  const grad = arrays.get("grad") ?? result
  const group = (write: () => void): readonly DraftStep[] => {
    const before = draft.steps.length
    write()
    return draft.steps.slice(before)
  }
  const { clip } = rule
  return {
    squares: group(() =>
      draftLines(one, "gradient norm", { lines: [], writes: new Map(), numbers: [], summed: "grad" }),
    ),
    largest: group(() => {
      if (clip?.fast.norm === "inf") draft.call("largest gradient", largest(draft.module, count), [grad, result])
    }),
    clip: group(() => {
      if (clip === null) return
      const asked = {
        lines: clip.fast.lines,
        writes: new Map([["grad", grad]]),
        numbers: one.clipNumbers,
        summed: null,
      }
      draftLines(one, `clip by ${clip.kind}`, asked)
    }),
    update: group(() => draftStages(one)),
  }
}

/** One param on its way into steps. */
interface One extends Common {
  readonly param: Learned
  readonly count: number
  /** What is read, by name. */
  readonly arrays: Map<string, Buffer>
  /** What is written of it. */
  readonly next: ReadonlyMap<string, Buffer>
}

function draftStages(one: One): void {
  const { draft, rule, arrays, next, count, param } = one
  for (const [i, stage] of rule.update.entries()) {
    const last = i === rule.update.length - 1
    const what = last ? `${rule.kind} step` : `${rule.kind} direction`
    if (stage.kernel === "orthogonal") {
      const from = arrays.get(stage.of)
      if (from === undefined) throw new Error(`${rule.kind} has no ${stage.of}`)
      arrays.set(stage.to, orthogonal(draft, `${rule.kind} product`, { ...stage, shape: param.shape, from }))
      continue
    }
    const later = rule.update
      .slice(i + 1)
      .flatMap((after) => (after.kernel === "orthogonal" ? [after.of] : namesOf(after)))
    const writes = new Map<string, Buffer>()
    for (const [to] of stage.lines) {
      const into = next.get(to) ?? (later.includes(to) ? draft.buffer(count) : null)
      if (into !== null) writes.set(to, into)
    }
    draftLines(one, what, {
      lines: stage.lines,
      writes,
      numbers: one.numbers,
      summed: writes.has("next") ? "next" : null,
    })
    for (const [name, buffer] of writes) arrays.set(name, buffer)
  }
}

function namesOf({ lines: all }: Pick<FastLines, "lines">): readonly string[] {
  return all.flatMap(([, text]) => namesIn(readFormula(text)))
}

interface Lines extends Pick<FastLines, "lines"> {
  readonly writes: ReadonlyMap<string, Buffer>
  readonly numbers: readonly string[]
  readonly summed: "grad" | "next" | null
}

function draftLines(one: One, what: string, { lines: all, writes, numbers, summed }: Lines): void {
  const { draft, arrays, table, result, count } = one
  const named = new Set([...namesOf({ lines: all }), ...(summed === "grad" ? ["grad"] : [])])
  const read = [...arrays].filter(([name]) => named.has(name))
  const code = {
    count,
    lines: all.map(([to, text]) => [to, readFormula(text)] as const),
    reads: read.map(([name]) => name),
    numbers,
    writes: [...writes.keys()],
    summed,
  }
  const buffers = [table, ...read.map(([, buffer]) => buffer), ...writes.values(), result]
  draft.call(what, lines(draft.module, code), buffers)
}
