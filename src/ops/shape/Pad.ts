import { type PadAmount, pad, padBack, padIndex } from "../../tensor/conv/pad.ts"
import { formatShape, type Shape } from "../../tensor/tensor.ts"
import { type AttrValues, choice, ints, number } from "../attributes/attrs.ts"
import { cutAxes, takenFast } from "../families/rearranging.ts"
import { padProblem } from "../families/spatial/padding.ts"
import { axesWords } from "../families/spatial/spatial.ts"
import { defineOp, type ShapeProblem } from "../op.ts"

const attrs = {
  pad: ints({
    doc: "Cells before and after, for the last axis first: left, right, top, bottom.",
    initial: [1, 1, 1, 1],
    most: 16,
  }),
  mode: choice(["constant", "circular", "reflect", "replicate"], {
    doc: "What the new cells hold.",
    fallback: "constant",
  }),
  value: number({ doc: "Their number in mode constant.", fallback: 0 }),
}

export const Pad = defineOp({
  kind: "Pad",
  shelf: "shape",
  title: "Pad",
  summary: "Adds cells around the last axes.",
  keywords: ["ZeroPad2d", "ReflectionPad2d", "ReplicationPad2d", "ConstantPad2d", "border"],
  use: 3,

  attrs,
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "Longer along the last axes.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => padShape(at.shapes.input, at.attrs),
  axes: (at) => {
    const amounts = amountsOf(at.attrs.pad)
    const first = at.shapes.input.length - amounts.length
    const moved = (axis: number) => amounts[axis - first]?.some((cells) => cells !== 0) ?? false
    return cutAxes(at.shapes.input, at.outputs.output, moved)
  },
  receptiveField: (_port, at) => {
    const amounts = amountsOf(at.attrs.pad)
    const rank = at.shapes.input.length
    const spatial = rank >= 4 ? rank - 2 : rank === 3 ? Math.min(2, Math.max(1, amounts.length)) : 0
    if (spatial === 0) return "pointwise"
    const before = Array.from({ length: spatial }, (_, i) => amounts[amounts.length - spatial + i]?.[0] ?? 0)
    return { size: before.map(() => 1), stride: before.map(() => 1), start: before.map((cells) => 0 - cells) }
  },
  caption: ({ pad: cells, mode }) =>
    `${cells.join(", ").replaceAll("-", "−")}${mode === "constant" ? "" : `, ${mode}`}`,

  forward: (at) => ({ output: pad(at.inputs.input, amountsOf(at.attrs.pad), at.attrs.mode, at.attrs.value) }),
  backward: { input: (at) => padBack(at.grad.output, at.shapes.input, amountsOf(at.attrs.pad), at.attrs.mode) },

  fast: ({ shapes: { input }, attrs: { pad: amounts, mode, value } }) => {
    const along = amountsOf(amounts)
    const first = input.length - along.length
    return takenFast(
      input,
      input.map((size, axis) => padIndex(size, along[axis - first] ?? [0, 0], mode)),
      value,
    )
  },

  tex: {
    forward: "@output_{i,j} = @input_{\\sigma(i-t),\\,\\tau(j-l)}",
    backward: {
      input:
        "\\grad{@input_{h,w}} = \\sum_{i\\,:\\;\\sigma(i-t)=h}\\; \\sum_{j\\,:\\;\\tau(j-l)=w} \\grad{@output_{i,j}}",
    },
  },
  // Wrapping round needs a batch axis.
  torch: {
    functions: [
      {
        name: "F.pad",
        takes: ["@input", "pad", "mode", { "value=": (at) => (at.attrs.value === 0 ? undefined : at.attrs.value) }],
        unless: ({ attrs, shapes }) => attrs.mode === "circular" && shapes.input.length === attrs.pad.length / 2 + 1,
      },
    ],
    lines: ({ attrs }) => [
      `@output = F.pad(@input.unsqueeze(0), (${attrs.pad.join(", ")}), mode="circular").squeeze(0)`,
    ],
  },
  examples: [
    { attrs: { pad: [1, 2, 0, 1], value: 0.5 }, shapes: { input: [2, 2, 3, 2] } },
    { attrs: { pad: [2, 1], mode: "reflect" }, shapes: { input: [1, 2, 3] } },
    { attrs: { pad: [1, 2, 2, 3], mode: "circular" }, shapes: { input: [1, 2, 3, 2] } },
    { attrs: { pad: [3, 0, 1, 4], mode: "replicate" }, shapes: { input: [2, 2, 3] } },
    { attrs: { pad: [-1, 2] }, shapes: { input: [2, 3] } },
    { attrs: { pad: [0, 0, 1, 0, 0, 2], value: -1 }, shapes: { input: [2, 1, 2] } },
    { attrs: { pad: [] }, shapes: { input: [2] } },
  ],
})

/** In the order of the axes: PyTorch lists the last axis first. */
function amountsOf(cells: readonly number[]): readonly PadAmount[] {
  const amounts: PadAmount[] = []
  for (let i = 0; i + 1 < cells.length; i += 2) amounts.unshift([cells[i] ?? 0, cells[i + 1] ?? 0])
  return amounts
}

function padShape(
  input: Shape,
  { pad: cells, mode }: AttrValues<typeof attrs>,
): { readonly output: Shape } | ShapeProblem<"pad"> {
  const problem = (sentence: string): ShapeProblem<"pad"> => ({ at: "pad", sentence, found: String(cells.length) })
  if (cells.length % 2 === 1) return problem(`pad has ${cells.length} numbers; give two for each axis.`)
  const axes = cells.length / 2
  const shape = formatShape(input)
  if (axes > input.length)
    return problem(`pad names ${axesWords(axes)}, the input ${shape} has ${input.length}; drop the last numbers.`)
  const amounts = amountsOf(cells)
  const first = input.length - axes
  const refused =
    mode === "constant"
      ? null
      : (modeProblem(input, axes, cells, mode) ?? padProblem(input.slice(first), amounts, mode))
  const output = input.map((size, axis) =>
    (amounts[axis - first] ?? [0, 0]).reduce((sum, amount) => sum + amount, size),
  )
  const gone = output.findIndex((size) => size < 1)
  if (refused !== null) return { ...refused, at: "pad", ...(gone < 0 ? { outputs: { output } } : {}) }
  if (gone < 0) return { output }
  const [before, after] = amounts[gone - first] ?? [0, 0]
  const sum = `${input[gone]} + ${before} + ${after} = ${output[gone]}`.replaceAll("-", "−")
  return { ...problem(`axis ${gone} would have ${sum} cells; cut off less.`), expected: "at least 1" }
}

/** PyTorch pads from the input itself only spatial axes: one of 2 or 3 axes, two of 3 or 4, three of 4 or 5. */
function modeProblem(
  input: Shape,
  axes: number,
  cells: readonly number[],
  mode: string,
): Omit<ShapeProblem, "at"> | null {
  if (cells.some((n) => n < 0)) return { sentence: `${mode} padding cannot be negative; use Slice to cut off.` }
  if (axes >= 1 && axes <= 3 && (input.length === axes + 1 || input.length === axes + 2)) return null
  const sentence = `${mode} padding of ${axesWords(axes)} needs an input of ${axes + 1} or ${axes + 2}, found ${formatShape(input)}; pad its spatial axes only.`
  return { sentence, found: String(input.length), expected: `${axes + 1} or ${axes + 2} axes` }
}
