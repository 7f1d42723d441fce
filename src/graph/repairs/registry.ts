// Repairs of shape problems. The list is the folder: every file `repairs/<name>.ts` exports one rule under its own name.
// A rule proposes; what is offered has been tried: the problem is gone, nothing that worked has broken, and no other problem
// has come in its place.

import { ops } from "../../ops/registry.ts"
import type { Analysis } from "../analysis/analysis.ts"
import { analyze } from "../analysis/analyze.ts"
import { formatProblem, type Problem } from "../problem.ts"
import type { Reach, Repair, RepairRule } from "./repair.ts"

const files = import.meta.glob<Record<string, RepairRule>>("./rules/*.ts", { eager: true })

/** Every rule, by name. */
export const repairRules: ReadonlyMap<string, RepairRule> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const name = path.replace(/^.*\//, "").replace(/\.ts$/, "")
    const rule = exports[name]
    if (rule?.name !== name) throw new Error(`${path} must export const ${name} with its name, got "${rule?.name}"`)
    return [name, rule]
  }),
)

/** More are no help. */
const MOST = 4
/** So many may be tried: each is an analysis of the whole document, so of a large one fewer are. */
const TRIES = 32
const FEWEST = 8
const NODES_ANALYSED = 2 ** 14
/** So many levels of a network may carry one fault. */
const LEVELS = 8
const REACH: readonly Reach[] = ["reading", "attribute", "op", "behind", "between", "source"]
/** Rules that know what a hint speaks of; where nothing is broken, no other one tries. */
const ON_HINTS = new Set(["hinted", "layout"])
/** What knows of numbers that do not fit their place. */
const ON_VALUES = new Set(["redraw"])
const known = new WeakMap<Problem, { readonly analysis: Analysis; readonly repairs: readonly Repair[] }>()

/** What removes a problem, each in one edit; none if nothing is known. The same question is answered once. */
export function repairs(analysis: Analysis, problem: Problem): readonly Repair[] {
  const before = known.get(problem)
  if (before?.analysis === analysis) return before.repairs
  const found = find(analysis, problem)
  known.set(problem, { analysis, repairs: found })
  return found
}

/** A repair that was tried, and how many problems it would bring with it. */
interface Tried {
  readonly repair: Repair
  readonly brings: number
}

/** Of all that help only those are offered that bring the fewest problems to light: none, wherever that can be had. */
function find(analysis: Analysis, problem: Problem): readonly Repair[] {
  const read = problem.attr === undefined ? [] : fitting(analysis, problem, proposals(analysis, problem, ["reading"]))
  // Where axes are in another order than is taken, a smaller kernel or more padding would only hide it.
  return read.length > 0 ? read : fitting(analysis, problem, proposals(analysis, problem, REACH))
}

function fitting(analysis: Analysis, problem: Problem, proposed: readonly Repair[]): readonly Repair[] {
  const tried = proposed.flatMap((repair) => tryOut(analysis, problem, repair) ?? [])
  const least = Math.min(...tried.map(({ brings }) => brings))
  const helpful = tried.flatMap(({ repair, brings }) => (brings === least ? [repair] : []))
  const sure = helpful.filter(({ lastResort }) => lastResort !== true)
  const best = sure.length > 0 ? sure : helpful
  // Of one way the first is enough: the others go it with more steps.
  const first = best.filter(({ way }, i) => way === undefined || best.findIndex((one) => one.way === way) === i)
  return first.slice(0, MOST)
}

function proposals(analysis: Analysis, problem: Problem, reach: readonly Reach[]): readonly Repair[] {
  const node = problem.node === undefined ? undefined : analysis.nodes.get(problem.node)
  const isHint = problem.code.startsWith("GW-H")
  if (node === undefined || !(isHint || /^GW-T10[124]$/.test(problem.code))) return []
  const only = isHint ? ON_HINTS : problem.code === "GW-T104" ? ON_VALUES : null
  const rules = [...repairRules.values()].filter(
    ({ name, reach: own }) => reach.includes(own) && only?.has(name) !== false,
  )
  rules.sort((a, b) => REACH.indexOf(a.reach) - REACH.indexOf(b.reach))
  const proposed = rules.flatMap((rule) => rule.find({ analysis, node, problem }))
  // A Squeeze, a Flatten and a Reshape to one shape are one repair.
  const said = ({ label }: Repair) => label.replace(/^Insert (?:Unsqueeze|Squeeze|Flatten|Reshape) /, "")
  const distinct = new Map(proposed.toReversed().map((repair) => [said(repair), repair]))
  const affordable = Math.floor(NODES_ANALYSED / analysis.nodes.size)
  const tries = Math.max(FEWEST, Math.min(TRIES, affordable))
  return proposed.filter((repair) => distinct.get(said(repair)) === repair).slice(0, tries)
}

/**
 * Null where the problem stays, the node has another instead, or something that worked breaks. One fault may come back at every level of a network,
 * or at several wires of a node: then the same way of mending is gone on with, as far as that helps.
 */
function tryOut(analysis: Analysis, problem: Problem, repair: Repair): Tried | null {
  const steps: Repair[] = []
  let best: Tried | null = null
  let document = analysis.document
  for (let next: Repair | undefined = repair; next !== undefined && steps.length <= LEVELS; ) {
    const repaired = next.apply(document)
    if (repaired === document) break
    document = repaired
    steps.push(next)
    const after = analyze(document, ops, analysis.mode)
    const fresh = news(analysis, after)
    const gone = after.problems.every((left) => formatProblem(left) !== formatProblem(problem))
    // What else was wrong with the node has its own repair.
    const worse = fresh.some(({ node, severity }) => node === problem.node && severity === "error")
    const sound = gone && !worse && !breaks(analysis, after)
    if (sound && (best === null || fresh.length < best.brings)) best = { repair: together(steps), brings: fresh.length }
    next = fresh
      .flatMap((found) => proposals(after, found, REACH))
      .find(({ way }) => way !== undefined && way === repair.way)
  }
  return best
}

function breaks(before: Analysis, after: Analysis): boolean {
  return [...after.nodes].some(([id, { state }]) => {
    const was = before.nodes.get(id)?.state
    return state === "bad" && (was === "ok" || was === undefined)
  })
}

/** Problems that the document did not have. */
function news(before: Analysis, after: Analysis): readonly Problem[] {
  const had = new Set(before.problems.map(formatProblem))
  return after.problems.filter((problem) => !had.has(formatProblem(problem)))
}

/** Several edits of one way as one. */
function together(steps: readonly Repair[]): Repair {
  const [first, ...others] = [...steps]
  if (first === undefined) throw new Error("no edit to make")
  if (others.length === 0) return first
  const places = others.length === 1 ? "1 more place" : `${others.length} more places`
  return {
    label: `${first.label}, and likewise at ${places}`,
    apply: (document) => others.reduce((before, repair) => repair.apply(before), first.apply(document)),
  }
}
