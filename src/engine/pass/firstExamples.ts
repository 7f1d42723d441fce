// What Inputs hold in a plain run of a document with data: the first examples that a training would learn from, so that what
// is seen before a training is what it begins with. An Input that has numbers of its own keeps them.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { singleShape } from "../../graph/analysis/shapes.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import { readFeeds } from "../data/feeds.ts"
import { isDataProblem, makeFirst } from "../data/make.ts"
import { dataSources } from "../data/registry.ts"
import { takeRows } from "../data/split.ts"
import type { Pass } from "./pass.ts"

/** The examples that an Input holds in a run. */
export interface Fed {
  /** The title of the source: `Spirals`. */
  readonly source: string
  readonly field: string
  /** Examples: the size of the Input's first axis. */
  readonly count: number
}

/** Puts examples into a pass that has not begun. Answers the Inputs that hold some, by id. */
export function feedPass(pass: Pass): ReadonlyMap<string, Fed> {
  const fed = new Map<string, Fed>()
  const source = dataSources.get(pass.analysis.document.data?.source.kind ?? "")?.title ?? ""
  for (const [input, { field, tensor }] of firstExamples(pass.analysis, pass.seed, pass.dtype)) {
    pass.kept.set(input, { params: new Map(), buffers: new Map([["value", tensor]]) })
    fed.set(input, { source, field, count: tensor.shape[0] ?? 0 })
  }
  return fed
}

interface Examples {
  readonly field: string
  readonly tensor: Tensor
}

/**
 * By Input: as many examples as its first axis has room for. Empty without data, and where training would refuse them or has
 * fewer: inputs of the data beside labels that are drawn would say something that is not so.
 */
function firstExamples(analysis: Analysis, seed: number, dtype: Dtype): ReadonlyMap<string, Examples> {
  const { data } = analysis.document
  const sizes = sizesOf(analysis)
  const many = Math.max(0, ...sizes.values())
  if (data === undefined || many === 0) return NONE
  const set = makeFirst(data, seed, dtype, many)
  if (isDataProblem(set) || set.count < many) return NONE
  const { feeds, problems } = readFeeds(analysis, { training: set, validation: null })
  if (problems.length > 0) return NONE
  const fed = new Map<string, Examples>()
  for (const { input, field } of feeds) {
    const tensor = set.fields.get(field)?.tensor
    const size = sizes.get(input)
    if (tensor === undefined || size === undefined || analysis.nodes.get(input)?.node.values?.value !== undefined)
      continue
    const rows = Array.from({ length: size }, (_, row) => row)
    fed.set(input, { field, tensor: size === set.count ? tensor : takeRows(tensor, rows) })
  }
  return fed
}

const NONE: ReadonlyMap<string, Examples> = new Map()

/** Room for examples, by fed Input whose shape is known. */
function sizesOf(analysis: Analysis): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const input of Object.keys(analysis.document.data?.feeds ?? {})) {
    const [size] = singleShape(analysis.nodes.get(input)?.outputs?.value) ?? []
    if (size !== undefined) sizes.set(input, size)
  }
  return sizes
}
