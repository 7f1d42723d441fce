// Places of a run as `--only` names them: `node:port`, `node.param`, a wire's name, or a node for its primary output.

import type { RunResult } from "../../engine/pass/result.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { primaryOutput } from "../../graph/analysis/ports.ts"
import { quote } from "../../graph/problem.ts"
import { didYouMean } from "../../graph/suggest.ts"
import { placeName } from "../../graph/wire.ts"
import { type Call, UsageError } from "./command.ts"

/** Names of places; an output without an index means every element of its list. */
export type Places = ReadonlySet<string>

/** The places of `--only A,B`; null where it is not given. Throws UsageError on one that the graph does not have. */
export function placesOption(call: Call, analysis: Analysis | null): Places | null {
  const { only } = call.options
  if (typeof only !== "string" || analysis === null) return null
  const known = knownPlaces(analysis)
  const chosen = new Set<string>()
  for (const written of only.split(",")) {
    const name = written.trim()
    if (name === "") throw new UsageError("--only names places with commas between: conv1:output,conv1.weight.")
    const place = known.get(name) ?? known.get(name.replace(/\[\d+\]$/, "")) ?? null
    if (place === null) throw new UsageError(unknown(name, analysis, known))
    chosen.add(known.has(name) ? place : name)
  }
  return chosen
}

/** Every name that a place of the graph has, and the place. */
function knownPlaces(analysis: Analysis): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const { id, op, params, buffers } of analysis.nodes.values()) {
    if (op === null) continue
    for (const [port, { hidden }] of Object.entries(op.outputs)) {
      if (hidden !== true) known.set(`${id}:${port}`, `${id}:${port}`)
    }
    const names = [...params.filter(({ wired }) => wired === null), ...buffers].map(({ name }) => `${id}.${name}`)
    for (const name of names) known.set(name, name)
    const primary = primaryOutput(op)
    if (primary !== null) known.set(id, `${id}:${primary}`)
  }
  for (const { id } of analysis.wires) known.set(id, id)
  return known
}

function unknown(name: string, analysis: Analysis, known: ReadonlyMap<string, string>): string {
  const [node = ""] = name.split(/[:>]/)
  const of = analysis.nodes.get(node)
  const others = [...known.keys()].filter((place) => place.startsWith(`${node}:`) || place.startsWith(`${node}.`))
  const near = didYouMean(name, known.keys())
  const { target } = analysis
  const goal = target === null ? "" : `; the target is ${placeName(target)}`
  const has =
    of !== undefined && others.length > 0
      ? ` "${node}" has ${others.slice(0, MOST_NAMED).join(", ")}.`
      : ` A place is node:port, node.param, a wire's name or a node${goal}.`
  return `--only names ${quote(name)}, but there is no such place.${near === "" ? has : near}`
}

/** Names beyond these say nothing more. */
const MOST_NAMED = 8

/** Of a run only what was named; everything where `places` is null. */
export function onlyPlaces(result: RunResult, places: Places | null): RunResult {
  if (places === null) return result
  const { values, params, buffers, gradients, wires } = result
  const kept = <T>(all: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...all].filter(([name]) => places.has(name) || places.has(name.replace(/\[\d+\]$/, ""))))
  const started = result.started
  return {
    ...result,
    values: kept(values),
    params: kept(params),
    buffers: kept(buffers),
    gradients: kept(gradients),
    // A wire ends in brackets where it ends in a list, which is no list of wires.
    wires: new Map([...wires].filter(([name]) => places.has(name))),
    ...(started === undefined
      ? {}
      : { started: { buffers: kept(started.buffers), upstream: kept(started.upstream), masks: kept(started.masks) } }),
  }
}
