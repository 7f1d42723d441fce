import { dim, sameShape } from "../../tensor/tensor.ts"
import type { Draft, PartSource } from "./draft.ts"
import type { Parts } from "./part.ts"
import { reducedLoss } from "./reducing.ts"
import { logSoftmaxParts } from "./softmaxing.ts"

/** log softmax over the classes, then minus the (weighted, smoothed) entry of the right class. */
export const CrossEntropyLoss: Parts = {
  kind: "CrossEntropyLoss",
  draw: (draft) => {
    const logs = logSoftmaxParts(draft, "@input", classAxis(draft))
    const smoothing = draft.number("label_smoothing")
    if (sameShape(draft.shape("input"), draft.shape("target"))) ofShares(draft, logs, smoothing)
    else if (smoothing === 0) draft.output("output", likelihood(draft, "loss", logs, draft.word("reduction")))
    else ofSmoothedIndices(draft, logs, smoothing)
    return null
  },
}

function classAxis(draft: Draft): number {
  return draft.shape("input").length === 1 ? 0 : 1
}

/** −Σ_c w_c q_c log p_c, with q = (1 − s)·t + s/C, at each place; reduced. */
function ofShares(draft: Draft, logs: string, smoothing: number): void {
  const classes = dim(draft.shape("input"), classAxis(draft))
  const kept = (): string => draft.add("kept", "Mul", { a: "@target", b: draft.constant("keep", 1 - smoothing, "1-s") })
  const shares =
    smoothing === 0
      ? "@target"
      : draft.add("q", "Add", { a: kept(), b: draft.constant("spread", smoothing / classes, "s/C") }, {}, "q")
  const products = draft.add("products", "Mul", { a: shares, b: weighted(draft, logs) })
  const total = draft.apply("total", "Sum", products, { dim: [classAxis(draft)] })
  draft.output("output", reducedLoss(draft, draft.apply("losses", "Neg", total), draft.word("reduction")))
}

/**
 * (1 − s)·(−w_t log p_t) + (s/C)·(−Σ_c w_c log p_c) at each place that is not ignored. The mean divides by Σ w_t, as
 * PyTorch does; an input of −1 makes NLLLoss answer just that sum, or 1 for each place that counts.
 */
function ofSmoothedIndices(draft: Draft, logs: string, smoothing: number): void {
  const classes = dim(draft.shape("input"), classAxis(draft))
  const reduction = draft.word("reduction")
  const right = likelihood(draft, "right", logs, "none")
  const all = draft.apply("all", "Sum", weighted(draft, logs), { dim: [classAxis(draft)] })
  const minus = draft.constant("minus_one", -1, undefined, draft.shape("input"))
  const counts = draft.add("counts", "NLLLoss", { input: minus, target: "@target" }, lossAttrs(draft, "none"))
  const spread = draft.add("spread", "Mul", { a: all, b: draft.constant("share", -smoothing / classes, "-s/C") })
  const counted = draft.add("counted", "Mul", { a: spread, b: counts })
  const kept = draft.add("kept", "Mul", { a: right, b: draft.constant("keep", 1 - smoothing, "1-s") })
  const losses = draft.add("losses", "Add", { a: kept, b: counted })
  if (reduction === "mean") {
    const sum = draft.apply("sum_of_losses", "Sum", losses)
    const weight = likelihood(draft, "weight_of_all", minus, "sum")
    draft.output("output", draft.add("loss", "Div", { a: sum, b: weight }))
  } else draft.output("output", reducedLoss(draft, losses, reduction))
}

function likelihood(draft: Draft, id: string, input: PartSource, reduction: string): string {
  const weight = draft.isWired("weight") ? { weight: "@weight" } : {}
  return draft.add(id, "NLLLoss", { input, target: "@target", ...weight }, lossAttrs(draft, reduction))
}

function lossAttrs(draft: Draft, reduction: string) {
  return { reduction, ignore_index: draft.number("ignore_index") }
}

/** w_c log p_c; the weights meet the class axis. */
function weighted(draft: Draft, logs: string): string {
  if (!draft.isWired("weight")) return logs
  const trailing = draft.shape("input").length - 2
  const weight =
    trailing <= 0
      ? "@weight"
      : draft.apply("weight_wide", "Reshape", "@weight", { shape: [-1, ...new Array<number>(trailing).fill(1)] })
  return draft.add("weighted", "Mul", { a: logs, b: weight })
}
