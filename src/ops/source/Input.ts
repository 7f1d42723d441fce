import { choice, number } from "../attrs.ts"
import { normalAttrs, shapeAttr, sourceShape, uniformAttrs } from "../filling.ts"
import type { Init } from "../kept.ts"
import { defineOp } from "../op.ts"

export const Input = defineOp({
  kind: "Input",
  shelf: "source",
  title: "Input",
  summary: "Data that come from outside: written down, or drawn from a distribution.",
  keywords: ["data", "batch", "placeholder", "InputLayer", "x", "target", "label"],

  attrs: {
    shape: shapeAttr([4, 3]),
    distribution: choice(["normal", "uniform", "bernoulli", "onehot"], {
      doc: "Where numbers come from unless they are written down; one-hot is along the last axis.",
      fallback: "normal",
    }),
    ...normalAttrs,
    ...uniformAttrs,
    p: number({ doc: "Chance of a 1 in the Bernoulli distribution.", fallback: 0.5, min: 0, max: 1 }),
  },
  inputs: {},
  outputs: { value: { doc: "The data.", tex: "x" } },
  params: {},
  buffers: {
    value: {
      doc: "The data.",
      tex: "x",
      rule: (at) => ({ shape: at.attrs.shape, init: distributionOf(at.attrs) }),
    },
  },

  shape: (at) =>
    at.attrs.distribution === "onehot" && at.attrs.shape.length === 0
      ? {
          at: "distribution",
          sentence: "one-hot numbers lie along the last axis, and a scalar has none; give it a shape.",
        }
      : sourceShape(at),
  receptiveField: () => "pointwise",

  forward: (at) => ({ value: at.buffers.value }),
  backward: {},

  tex: { forward: "@value", backward: {} },
  examples: [
    { attrs: { shape: [4, 3] }, shapes: {} },
    { attrs: { shape: [], mean: 2, std: 0.5 }, shapes: {} },
    { attrs: { shape: [2, 1, 3, 3], distribution: "uniform", low: -1, high: 2 }, shapes: {} },
    { attrs: { shape: 5, distribution: "bernoulli", p: 0.25 }, shapes: {} },
    { attrs: { shape: [3, 4], distribution: "onehot" }, shapes: {} },
  ],
})

interface Distribution {
  readonly distribution: "normal" | "uniform" | "bernoulli" | "onehot"
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  readonly p: number
}

function distributionOf({ distribution, mean, std, low, high, p }: Distribution): Init {
  switch (distribution) {
    case "normal":
      return { kind: "normal", mean, std }
    case "uniform":
      return { kind: "uniform", low, high }
    case "bernoulli":
      return { kind: "bernoulli", p }
    case "onehot":
      return { kind: "onehot" }
  }
}
