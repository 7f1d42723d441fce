// Inputs that no field of the data feeds although the data feed others: they keep drawn numbers, which is what somebody meant
// (the noise of a variational autoencoder) or has forgotten. Either way it is said before the first step.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import { singleShape } from "../../graph/analysis/shapes.ts"
import { count, type Problem, quote } from "../../graph/problem.ts"
import { formatShape } from "../../tensor/tensor.ts"
import { inputsOf, isTarget } from "../data/places.ts"

/** A warning for each such Input on the way to the target. `fields`: the names that the data have. */
export function unfedInputs(analysis: Analysis, fields: readonly string[]): readonly Problem[] {
  const { data, training } = analysis.document
  const fed = Object.keys(data?.feeds ?? {})
  if (data === undefined || fed.length === 0) return []
  const { target } = analysis
  const reaching = target === null ? null : leadsTo(analysis, [target.node])
  const used = new Set(Object.values(data.feeds))
  const unused = fields.filter((field) => !used.has(field))
  // Only what is wanted is fed: then the network sees nothing but drawn numbers.
  const blind = fed.every((id) => isTarget(analysis, id))
  return inputsOf(analysis).flatMap((id) => {
    const node = analysis.nodes.get(id)
    const drawn = node?.node.values?.value === undefined
    const idle = (analysis.leaving.get(id) ?? []).length === 0 || reaching?.has(id) === false
    if (node === undefined || fed.includes(id) || (!drawn && !blind) || idle) return []
    const meant = unused.length === 0 && !blind && !isTarget(analysis, id)
    const sentence = meant
      ? noiseWords(id, training?.redraw === true)
      : forgottenWords(analysis, id, drawn, fed, unused)
    return [{ code: "GW-D110", severity: "warning", sentence, node: id, path: `/data/feeds/${id}` } as const]
  })
}

function noiseWords(id: string, redraw: boolean): string {
  const drawn = redraw
    ? "new numbers are drawn for it in every step"
    : "its numbers are drawn once and stay the same in every step; set redraw for new ones"
  return `The Input "${id}" takes no field of the data: ${drawn}. That is right for noise; else choose a field for it.`
}

function forgottenWords(
  analysis: Analysis,
  id: string,
  drawn: boolean,
  fed: readonly string[],
  unused: readonly string[],
): string {
  const shape = singleShape(analysis.nodes.get(id)?.outputs?.value)
  const size = shape === null ? "" : ` ${formatShape(shape)}`
  const others = fed.length > MOST_NAMES ? `${count(fed.length)} others` : fed.join(", ")
  const left = unused.slice(0, MOST_NAMES).map(quote).join(", ")
  const more = unused.length > MOST_NAMES ? ` and ${count(unused.length - MOST_NAMES)} more` : ""
  const what = drawn ? "keeps drawn numbers" : "keeps its written values in every step"
  const means = drawn ? "what is learned from it is noise" : "they belong to no example"
  const next =
    unused.length === 0
      ? "the data have no other field; add one for it"
      : `${left}${more} ${unused.length === 1 ? "feeds" : "feed"} nothing: choose a field for it, joined from several columns if they belong together`
  return `The Input "${id}"${size} ${what} while the data feed ${others}, so ${means}; ${next}.`
}

/** Names beyond these are counted. */
const MOST_NAMES = 4
