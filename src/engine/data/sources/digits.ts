import { bool, int, number } from "../../../ops/attributes/attrs.ts"
import { zeros } from "../../../tensor/tensor.ts"
import { defineData } from "../data.ts"
import { digitInk } from "../digitStrokes.ts"
import { countAttr, validationCountAttr } from "../drawing.ts"

const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

export const digits = defineData({
  kind: "digits",
  title: "Digits",
  summary: "Pictures of digits as a pen draws them, white on black; 1×28×28 unless another size is set.",
  drawn: "a digit",

  attrs: {
    count: countAttr("Pictures of each class to train on."),
    validation_count: validationCountAttr(),
    size: int({ doc: "Height and width of a picture.", fallback: 28, min: 8, max: 512, unit: "px" }),
    min_width: number({ doc: "Least width of the pen.", fallback: 1.5, min: 0.5, max: 100, unit: "px" }),
    max_width: number({ doc: "Largest width of the pen.", fallback: 3.5, min: 0.5, max: 100, unit: "px" }),
    min_height: number({
      doc: "Least height of a digit, as a share of the picture; the largest are 0.9.",
      fallback: 0.5,
      min: 0.2,
      max: 0.9,
    }),
    max_tilt: number({
      doc: "Most that a digit leans; it turns by half as much.",
      fallback: 15,
      min: 0,
      max: 40,
      unit: "°",
    }),
    jitter: number({
      doc: "How far the pen strays from the places it goes through, as a standard deviation.",
      fallback: 0.6,
      min: 0,
      max: 10,
      unit: "px",
    }),
    none: bool({ doc: "An eleventh class: a picture with nothing, a dot or a short mark.", fallback: false }),
  },

  plan: ({ attrs }) => {
    const { size, min_width, max_width, none } = attrs
    if (min_width > max_width) {
      return { attr: "min_width", sentence: `"min_width" is ${min_width}, more than "max_width" ${max_width}` }
    }
    const classes = none ? [...DIGITS, "none"] : DIGITS
    return {
      count: classes.length * attrs.count,
      validation: classes.length * attrs.validation_count,
      fields: {
        images: { doc: "One grey picture, 1×height×width.", shape: [1, size, size], role: "number" },
        labels: { doc: "Which digit it shows.", shape: [], role: "class", classes },
      },
    }
  },

  generate: ({ attrs, count, random, dtype }) => {
    const { size } = attrs
    const images = zeros([count, 1, size, size], dtype)
    const labels = zeros([count], dtype)
    const classes = DIGITS.length + Number(attrs.none)
    // One stream, example by example: more pictures begin with the same ones.
    const stream = random("images")
    for (let i = 0; i < count; i++) {
      const label = i % classes
      labels.data[i] = label
      images.data.set(digitInk(label < DIGITS.length ? label : null, attrs, stream), i * size * size)
    }
    return { images, labels }
  },
})
