// How the course's sheets call a layer: CONV3-10, POOL2, FLATTEN, FC-3.

import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"

const WORDS: ReadonlyMap<string, string> = new Map([
  ["Input", "Input"],
  ["Flatten", "FLATTEN"],
  ["ReLU", "RELU"],
  ["Sigmoid", "SIGMOID"],
  ["Tanh", "TANH"],
  ["Softmax", "SOFTMAX"],
  ["BatchNorm1d", "BN"],
  ["BatchNorm2d", "BN"],
])

/** The course's name of a node, with its options where they are not the usual ones; null where the course has none. */
export function courseName({ op, context }: NodeAnalysis): string | null {
  if (op === null || context === null) return null
  const { attrs } = context
  switch (op.kind) {
    case "Conv2d":
      return convName(attrs)
    case "MaxPool2d":
      return poolName("POOL", attrs)
    case "AvgPool2d":
      return poolName("AVGPOOL", attrs)
    case "AdaptiveAvgPool2d":
      return square(attrs.output_size) === 1 ? "GAP" : null
    case "Linear":
      return `FC-${attrs.out_features}`
    case "Dropout":
      return `DROPOUT${attrs.p}`
    default:
      return WORDS.get(op.kind) ?? null
  }
}

function convName(attrs: { readonly [name: string]: unknown }): string | null {
  const [kernel, stride, padding] = [square(attrs.kernel_size), square(attrs.stride), square(attrs.padding)]
  if (kernel === null || stride === null || square(attrs.dilation) !== 1 || attrs.groups !== 1) return null
  const same = (kernel - 1) / 2
  const usual = padding === same || (attrs.padding === "same" && Number.isInteger(same))
  const cells = attrs.padding === "valid" ? 0 : padding
  if (!usual && cells === null) return null
  return `CONV${kernel}-${attrs.out_channels}${stride === 1 ? "" : ` s${stride}`}${usual ? "" : ` p${cells}`}`
}

function poolName(word: string, attrs: { readonly [name: string]: unknown }): string | null {
  const [kernel, padding] = [square(attrs.kernel_size), square(attrs.padding)]
  const stride = attrs.stride === null ? kernel : square(attrs.stride)
  if (kernel === null || stride === null || padding === null) return null
  if (attrs.dilation !== undefined && square(attrs.dilation) !== 1) return null
  return `${word}${kernel}${stride === kernel ? "" : ` s${stride}`}${padding === 0 ? "" : ` p${padding}`}`
}

/** The one number of a pair of two equal ones, else null. */
function square(pair: unknown): number | null {
  return Array.isArray(pair) && pair[0] === pair[1] && typeof pair[0] === "number" ? pair[0] : null
}
