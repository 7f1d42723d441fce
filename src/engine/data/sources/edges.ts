import { bool, choice, int, number, optional } from "../../../ops/attributes/attrs.ts"
import { type Random, randomStream } from "../../../tensor/random.ts"
import { type TensorData, zeros } from "../../../tensor/tensor.ts"
import { defineData } from "../data.ts"
import { countAttr, shuffledIndices, validationCountAttr } from "../drawing.ts"
import { strokeInk } from "../strokes.ts"

const PLACES = ["anywhere", "first half", "second half"] as const
type Place = (typeof PLACES)[number]
const CLASSES = ["vertical", "horizontal", "none"]

export const edges = defineData({
  kind: "edges",
  title: "Edges",
  summary: "Pictures with a vertical edge, a horizontal edge or none; 1×28×28 unless another size is set.",
  drawn: "an edge",

  attrs: {
    count: countAttr("Pictures of each class to train on."),
    validation_count: validationCountAttr(),
    size: int({ doc: "Height and width of a picture.", fallback: 28, min: 2, max: 512, unit: "px" }),
    min_width: int({ doc: "Least width of an edge.", fallback: 1, min: 1, max: 512, unit: "px" }),
    max_width: int({ doc: "Largest width of an edge.", fallback: 5, min: 1, max: 512, unit: "px" }),
    place: choice(PLACES, {
      doc: "Where the edges to train on lie; the first half is the left one, or the upper one.",
      fallback: "anywhere",
    }),
    validation_place: choice(PLACES, {
      doc: "Where the edges to validate on lie, if they are made besides.",
      fallback: "anywhere",
    }),
    min_length: number({
      doc: "Least length of an edge, as a share of the picture; below 1 edges are strokes that need not reach the rim.",
      fallback: 1,
      min: 0.1,
      max: 1,
    }),
    max_tilt: number({ doc: "Most that a stroke leans.", fallback: 0, min: 0, max: 40, unit: "°" }),
    jitter: number({
      doc: "How far a stroke wavers, as a standard deviation.",
      fallback: 0,
      min: 0,
      max: 10,
      unit: "px",
    }),
    random_intensities: bool({ doc: "Each edge of a grey of its own; otherwise white.", fallback: true }),
    random_ground: bool({ doc: "Each ground of a grey of its own; otherwise black.", fallback: false }),
    contrast: number({ doc: "Least difference between edge and ground.", fallback: 0.2, min: 0, max: 0.5 }),
    noise: number({ doc: "Standard deviation of the noise on every pixel.", fallback: 0, min: 0, max: 10 }),
    permutation: optional(
      int({ doc: "Seed of one order in which the pixels of all pictures are mixed up; none: as they are.", min: 0 }),
    ),
  },

  plan: ({ attrs }) => {
    const { size, min_width, max_width } = attrs
    if (min_width > max_width) {
      return { attr: "min_width", sentence: `"min_width" is ${min_width}, more than "max_width" ${max_width}` }
    }
    for (const name of ["place", "validation_place"] as const) {
      const [low, high] = span(attrs[name], size)
      if (max_width > high - low) {
        const half = attrs[name] === "anywhere" ? "" : `the ${attrs[name]} of `
        const sentence = `"max_width" is ${max_width}, but ${half}a picture of size ${size} has ${high - low} pixels`
        return { attr: "max_width", sentence }
      }
    }
    return {
      count: CLASSES.length * attrs.count,
      validation: CLASSES.length * attrs.validation_count,
      fields: {
        images: { doc: "One grey picture, 1×height×width.", shape: [1, size, size], role: "number" },
        labels: { doc: "Which edge it shows.", shape: [], role: "class", classes: CLASSES },
      },
    }
  },

  generate: ({ attrs, count, part, random, dtype }) => {
    const images = zeros([count, 1, attrs.size, attrs.size], dtype)
    const labels = zeros([count], dtype)
    const place = part === "training" ? attrs.place : attrs.validation_place
    // One stream, example by example: more pictures begin with the same ones.
    const stream = random("images")
    const order =
      attrs.permutation === null
        ? null
        : shuffledIndices(attrs.size ** 2, randomStream(attrs.permutation, "edges", "permutation"))
    const pixels = attrs.size ** 2
    for (let i = 0; i < count; i++) {
      const label = i % CLASSES.length
      labels.data[i] = label
      const image = images.data.subarray(i * pixels, (i + 1) * pixels)
      drawEdge(image, label, place, attrs, stream)
      if (order !== null) permute(image, order)
    }
    return { images, labels }
  },
})

interface Drawing {
  readonly size: number
  readonly min_width: number
  readonly max_width: number
  readonly random_intensities: boolean
  readonly random_ground: boolean
  readonly contrast: number
  readonly noise: number
  readonly min_length: number
  readonly max_tilt: number
  readonly jitter: number
}

/** Where an edge may lie: pixels from `low` to below `high`, across its direction. */
function span(place: Place, size: number): readonly [low: number, high: number] {
  const half = Math.floor(size / 2)
  return place === "first half" ? [0, half] : place === "second half" ? [half, size] : [0, size]
}

/**
 * A bar across the whole picture, or a stroke, for labels 0 (vertical) and 1 (horizontal); its numbers are drawn for label 2
 * as well.
 */
function drawEdge(image: TensorData, label: number, place: Place, attrs: Drawing, random: Random): void {
  const { size, contrast } = attrs
  const width = attrs.min_width + random.below(attrs.max_width - attrs.min_width + 1)
  const [low, high] = span(place, size)
  const start = low + random.below(high - low - width + 1)
  const ground = attrs.random_ground ? random.uniform() : 0
  const edge = attrs.random_intensities ? apartFrom(ground, contrast, random) : ground < 0.5 ? 1 : 0
  const isStroke = attrs.min_length < 1 || attrs.max_tilt > 0 || attrs.jitter > 0
  const ink = isStroke ? strokeInk(AXES[label] ?? null, start + width / 2, width, attrs, random) : null
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const across = label === 0 ? column : row
      const inside = label !== 2 && across >= start && across < start + width
      const share = ink === null ? Number(inside) : (ink[row * size + column] ?? 0)
      const noise = attrs.noise > 0 ? attrs.noise * random.normal() : 0
      image[row * size + column] =
        (share === 1 ? edge : share === 0 ? ground : ground + share * (edge - ground)) + noise
    }
  }
}

/** By label: along columns, along rows, nowhere. */
const AXES = [0, 1, null] as const

/** Uniform over what of [0, 1) is at least `least` away from `from`. */
function apartFrom(from: number, least: number, random: Random): number {
  const below = Math.max(0, from - least)
  const above = Math.max(0, 1 - from - least)
  const at = random.uniform() * (below + above)
  return at < below ? at : at - below + from + least
}

function permute(image: TensorData, order: readonly number[]): void {
  const before = image.slice()
  order.forEach((from, to) => {
    image[to] = before[from] ?? 0
  })
}
