// The numbers of each source: frozen first values, and statistics against their closed forms. Sampling errors are a few
// standard errors wide; seeds are fixed, so a test either always holds or never.

import { describe, expect, it, test } from "vitest"
import type { MadeData } from "../../../src/engine/data/data.ts"
import { isDataProblem, makeData } from "../../../src/engine/data/make.ts"
import type { Choice } from "../../../src/graph/document.ts"

function made(source: Choice, seed = 182): MadeData {
  const answer = makeData({ source, feeds: {} }, seed, "float64")
  if (isDataProblem(answer)) throw new Error(answer.sentence)
  return answer
}

function field(source: Choice, name: string, part: "training" | "validation" = "training"): number[] {
  return Array.from(made(source)[part]!.fields.get(name)!.tensor.data)
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length
const variance = (numbers: readonly number[]): number => {
  const centre = mean(numbers)
  return mean(numbers.map((x) => (x - centre) ** 2))
}

/** One assertion for thousands of numbers: as many of their own would take seconds. */
function expectEach(numbers: readonly number[], holds: (x: number, i: number) => boolean): void {
  expect(numbers.findIndex((x, i) => !holds(x, i))).toBe(-1)
}

/** Documents count on these: they never change. */
const FROZEN: readonly (readonly [kind: string, field: string, first: readonly number[]])[] = [
  ["circles", "points", [-0.269842323322616, -1.0700241987830026, -0.4381808525366363]],
  ["gaussians", "points", [1.6346346992667258, 0.6123896689557263, -1.8996277129526582]],
  ["line", "x", [-0.07054688214756966, -0.9687889702131067, -0.6854424615652956]],
  ["line", "y", [0.8881491547774103, -1.0957500368441302, -0.6425199814247591]],
  ["moons", "points", [-0.9551275099757424, 0.2604959106530119, 0.1076171048131465]],
  ["random", "x", [0.5312444415744433, -1.2959062047904726, 0.863476203370117]],
  ["random", "y", [0.587360364806769, 0.7173058356672011, 2.061434290032201]],
  ["sine", "x", [-0.4460441564967963, -0.11041336072796848, -0.32469334929206695]],
  ["sine", "y", [-0.36854264720491803, -0.8137485393149249, -0.7643630437035906]],
  ["spirals", "points", [-0.1519386186427487, -0.5535682925632093, -0.5631152415870622]],
]

test.for(FROZEN)("%s: the first of %s are frozen", ([kind, name, first]) => {
  expect(field({ kind }, name).slice(0, first.length)).toEqual(first)
})

test("edges: the first picture is frozen, a bar one pixel wide in column 22", () => {
  const image = field({ kind: "edges" }, "images").slice(0, 784)
  expect(image).toEqual(image.map((_, at) => (at % 28 === 22 ? 0.5078980290392001 : 0)))
})

test("edges: the first stroke is frozen", () => {
  const image = field({ kind: "edges", min_length: 0.25, max_tilt: 25, jitter: 0.7 }, "images").slice(0, 784)
  const inked = image.flatMap((grey, at) => (grey > 0 ? [[Math.floor(at / 28), at % 28, Number(grey.toFixed(6))]] : []))
  expect([inked.length, inked[0], inked.at(-1)]).toEqual([49, [2, 24, 0.348588], [25, 20, 0.4115]])
})

test("digits: the first 0 is frozen; without a digit a picture shows nothing, a dot or a short mark", () => {
  const image = field({ kind: "digits" }, "images").slice(0, 784)
  const inked = image.flatMap((grey, at) => (grey > 0 ? [[Math.floor(at / 28), at % 28, Number(grey.toFixed(6))]] : []))
  expect([inked.length, inked[0], inked.at(-1)]).toEqual([97, [4, 11, 0.098934], [20, 17, 0.031808]])
  const none = field({ kind: "digits", none: true, count: 40 }, "images")
  const labels = field({ kind: "digits", none: true, count: 40 }, "labels")
  const covered = labels.flatMap((label, i) =>
    label === 10 ? [none.slice(784 * i, 784 * (i + 1)).filter((grey) => grey > 0).length] : [],
  )
  expect(covered).toHaveLength(40)
  expect(covered.filter((cells) => cells === 0).length).toBeGreaterThan(5)
  expect(Math.max(...covered)).toBeLessThan(60)
})

/** Points of one class, as their two columns. */
function pointsOf(source: Choice, label: number): { readonly x: number[]; readonly y: number[] } {
  const points = field(source, "points")
  const labels = field(source, "labels")
  const rows = labels.flatMap((one, row) => (one === label ? [row] : []))
  return { x: rows.map((row) => points[2 * row]!), y: rows.map((row) => points[2 * row + 1]!) }
}

describe("points of the plane", () => {
  const count = 4000

  it("gaussians: centres on the circle, variance noise²", () => {
    for (const label of [0, 1, 2]) {
      const { x, y } = pointsOf({ kind: "gaussians", count, classes: 3, radius: 2, noise: 0.5 }, label)
      const angle = (2 * Math.PI * label) / 3
      // Standard errors: 0.5/√4000 = 0.008, and of the variance 0.25·√(2/4000) = 0.0056.
      expect(Math.abs(mean(x) - 2 * Math.cos(angle))).toBeLessThan(0.03)
      expect(Math.abs(mean(y) - 2 * Math.sin(angle))).toBeLessThan(0.03)
      expect(Math.abs(variance(x) - 0.25)).toBeLessThan(0.02)
      expect(Math.abs(variance(y) - 0.25)).toBeLessThan(0.02)
    }
  })

  it("moons: half circles about (0, 0) and (1, 0.5); mean height ±2/π from there", () => {
    const upper = pointsOf({ kind: "moons", count, noise: 0 }, 0)
    const lower = pointsOf({ kind: "moons", count, noise: 0 }, 1)
    expectEach(upper.x, (x, i) => Math.abs(Math.hypot(x, upper.y[i]!) - 1) < 1e-12)
    expectEach(lower.x, (x, i) => Math.abs(Math.hypot(x - 1, lower.y[i]! - 0.5) - 1) < 1e-12)
    expect(Math.min(...upper.y)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...lower.y)).toBeLessThanOrEqual(0.5)
    expect(Math.abs(mean(upper.y) - 2 / Math.PI)).toBeLessThan(0.02)
    expect(Math.abs(mean(lower.y) - (0.5 - 2 / Math.PI))).toBeLessThan(0.02)
  })

  it("circles: radii 1 and factor; variance r²/2 along each axis", () => {
    for (const [label, radius] of [
      [0, 1],
      [1, 0.4],
    ] as const) {
      const { x, y } = pointsOf({ kind: "circles", count, factor: 0.4, noise: 0 }, label)
      expectEach(x, (at, i) => Math.abs(Math.hypot(at, y[i]!) - radius) < 1e-12)
      expect(Math.abs(variance(x) - radius ** 2 / 2)).toBeLessThan(0.03 * radius ** 2)
      const noisy = pointsOf({ kind: "circles", count, factor: 0.4, noise: 0.3 }, label)
      expect(Math.abs(variance(noisy.y) - radius ** 2 / 2 - 0.09)).toBeLessThan(0.03)
    }
  })

  it("spirals: the angle grows with the radius, arms evenly apart", () => {
    for (const label of [0, 1, 2]) {
      const { x, y } = pointsOf({ kind: "spirals", count: 50, classes: 3, turns: 2, noise: 0 }, label)
      expectEach(x, (at, i) => {
        const radius = Math.hypot(at, y[i]!)
        const angle = 2 * Math.PI * (2 * radius + label / 3)
        const apart = Math.hypot(at - radius * Math.cos(angle), y[i]! - radius * Math.sin(angle))
        return radius < 1 && apart < 1e-10
      })
    }
  })
})

describe("curves", () => {
  it("line: least squares finds slope and intercept; what is left has variance noise²", () => {
    const source = { kind: "line", count: 5000, slope: -1.5, intercept: 0.7, low: -2, high: 4, noise: 0.3 }
    const [x, y] = [field(source, "x"), field(source, "y")]
    expect([Math.min(...x) >= -2, Math.max(...x) < 4]).toEqual([true, true])
    // Uniform on an interval of length 6: variance 3, with standard error 3·√(0.8/5000) = 0.04.
    expect(Math.abs(variance(x) - 3)).toBeLessThan(0.15)
    const slope = mean(x.map((at, i) => (at - mean(x)) * y[i]!)) / variance(x)
    expect(Math.abs(slope + 1.5)).toBeLessThan(0.01)
    expect(Math.abs(mean(y) - slope * mean(x) - 0.7)).toBeLessThan(0.02)
    expect(Math.abs(variance(x.map((at, i) => y[i]! - slope * at)) - 0.09)).toBeLessThan(0.008)
  })

  it("sine: the wave itself without noise", () => {
    const source = { kind: "sine", count: 40, amplitude: 3, frequency: 0.5, phase: 0.2, noise: 0 }
    const [x, y] = [field(source, "x"), field(source, "y")]
    expectEach(x, (at, i) => Math.abs(y[i]! - 3 * Math.sin(Math.PI * at + 0.2)) < 1e-12)
    expect(Math.abs(variance(field({ ...source, count: 4000, low: 0, high: 2 }, "y")) - 4.5)).toBeLessThan(0.3)
  })
})

test.for(["normal", "uniform"])("random, %s: mean and standard deviation as asked, x and y independent", (kind) => {
  const source = { kind: "random", distribution: kind, count: 2500, shape: [2, 4], mean: 3, std: 0.5 }
  const x = field(source, "x")
  const y = field({ ...source, target_shape: [2, 4], target_mean: -1, target_std: 2 }, "y")
  expect(x).toHaveLength(20_000)
  expect(Math.abs(mean(x) - 3)).toBeLessThan(0.012)
  expect(Math.abs(variance(x) - 0.25)).toBeLessThan(0.008)
  expect(Math.abs(mean(y) + 1)).toBeLessThan(0.05)
  expect(Math.abs(variance(y) - 4)).toBeLessThan(0.13)
  expect(Math.abs(mean(x.map((at, i) => (at - 3) * (y[i]! + 1))))).toBeLessThan(0.03)
  if (kind === "uniform") expect(Math.max(...x.map((at) => Math.abs(at - 3)))).toBeLessThanOrEqual(0.5 * Math.sqrt(3))
})

describe("edges", () => {
  const size = 28
  interface Bar {
    readonly start: number
    readonly width: number
    readonly grey: number
    readonly ground: number
  }

  /** Reads a noiseless picture back: the bar across `axis`, or null where all pixels are equal. */
  function barOf(image: readonly number[], axis: "row" | "column"): Bar | null {
    const cell = (at: number, along: number): number =>
      axis === "column" ? image[along * size + at]! : image[at * size + along]!
    const profile = Array.from({ length: size }, (_, at) => cell(at, 0))
    const rows = Array.from({ length: size }, (_, along) => along)
    expect(profile.every((grey, at) => rows.every((along) => cell(at, along) === grey))).toBe(true)
    // An edge is at most 5 wide, so most of the profile is ground.
    const ground = profile.toSorted((a, b) => a - b)[size / 2]!
    const inside = profile.flatMap((grey, at) => (grey === ground ? [] : [at]))
    if (inside.length === 0) return null
    const start = inside[0]!
    expect(inside).toEqual(inside.map((_, i) => start + i))
    expect(new Set(inside.map((at) => profile[at])).size).toBe(1)
    return { start, width: inside.length, grey: profile[start]!, ground }
  }

  function barsOf(source: Choice, part: "training" | "validation" = "training"): (Bar | null)[] {
    const images = field(source, "images", part)
    return field(source, "labels", part).map((label, i) =>
      barOf(images.slice(i * size ** 2, (i + 1) * size ** 2), label === 0 ? "column" : "row"),
    )
  }

  it("labels 0, 1, 2 in turn: a vertical bar, a horizontal bar, nothing; widths 1 to 5, anywhere", () => {
    const bars = barsOf({ kind: "edges", count: 300 })
    const real = bars.filter((bar) => bar !== null)
    expect(bars.map((bar) => bar === null)).toEqual(bars.map((_, i) => i % 3 === 2))
    expect(new Set(real.map(({ width }) => width))).toEqual(new Set([1, 2, 3, 4, 5]))
    // 600 bars: each width 120 times, standard error 9.8.
    for (const width of [1, 2, 3, 4, 5]) {
      expect(Math.abs(real.filter((bar) => bar.width === width).length - 120)).toBeLessThan(35)
    }
    expect(Math.min(...real.map(({ start }) => start))).toBe(0)
    expect(Math.max(...real.map(({ start, width }) => start + width))).toBe(size)
    expect(real.every(({ ground, grey }) => ground === 0 && grey >= 0.2 && grey < 1)).toBe(true)
    // Uniform on [0.2, 1).
    expect(Math.abs(mean(real.map(({ grey }) => grey)) - 0.6)).toBeLessThan(0.03)
    expect(Math.abs(variance(real.map(({ grey }) => grey)) - 0.64 / 12)).toBeLessThan(0.006)
  })

  it("greys: white on black, or grounds of their own at least the contrast away", () => {
    const plain = barsOf({ kind: "edges", count: 10, random_intensities: false }).filter((bar) => bar !== null)
    expect(new Set(plain.map(({ grey, ground }) => `${grey} on ${ground}`))).toEqual(new Set(["1 on 0"]))
    const grounds = barsOf({ kind: "edges", count: 100, random_ground: true, contrast: 0.3 }).filter((b) => b !== null)
    expect(grounds.every(({ grey, ground }) => Math.abs(grey - ground) >= 0.3 - 1e-12)).toBe(true)
    expect(grounds.every(({ grey }) => grey >= 0 && grey < 1)).toBe(true)
    expect(grounds.some(({ grey, ground }) => grey < ground) && grounds.some(({ grey, ground }) => grey > ground)).toBe(
      true,
    )
  })

  it("halves: to train on in the first, to validate on in the second", () => {
    const source = {
      kind: "edges",
      count: 60,
      validation_count: 50,
      place: "first half",
      validation_place: "second half",
    }
    expect(barsOf(source).every((bar) => bar === null || bar.start + bar.width <= 14)).toBe(true)
    expect(barsOf(source, "validation").every((bar) => bar === null || bar.start >= 14)).toBe(true)
    expect(barsOf(source, "validation")).toHaveLength(150)
  })

  it("strokes as a hand draws them: as long as asked, leaning by no more than asked, softer at the rim; else none or a dot", () => {
    const rules = { kind: "edges", count: 60, min_length: 0.3, max_tilt: 20, jitter: 0, contrast: 0.4 }
    const [images, labels] = [field(rules, "images"), field(rules, "labels")]
    const extents = labels.map((label, i) => {
      const inked = images.slice(i * size ** 2, (i + 1) * size ** 2).flatMap((grey, at) => (grey > 0.2 ? [at] : []))
      const range = (ats: number[]) => (ats.length === 0 ? 0 : Math.max(...ats) - Math.min(...ats) + 1)
      return { label, wide: range(inked.map((at) => at % size)), high: range(inked.map((at) => Math.floor(at / size))) }
    })
    const strokes = extents.filter(({ label }) => label < 2)
    for (const { label, wide, high } of strokes) {
      const [along, across] = label === 0 ? [high, wide] : [wide, high]
      expect(along).toBeGreaterThanOrEqual(0.3 * size - 1)
      // Width, softness and lean: tan 20° = 0.364.
      expect(across).toBeLessThanOrEqual(0.364 * along + 7)
      expect(along).toBeGreaterThan(across - 7)
    }
    expect(strokes.some(({ label, high }) => label === 0 && high < 14)).toBe(true)
    const others = extents.filter(({ label }) => label === 2)
    expect(others.every(({ wide, high }) => wide <= 7 && high <= 7)).toBe(true)
    const blank = others.filter(({ wide }) => wide === 0).length
    // A fifth of 60: standard error 3.1.
    expect(Math.abs(blank - 12)).toBeLessThan(10)
    const soft = images.filter((grey) => grey > 0 && grey < 0.2).length
    expect(soft).toBeGreaterThan(100)
  })

  it("validation is other pictures, and the same ones for any number to train on", () => {
    const few = { kind: "edges", count: 5, validation_count: 4 }
    expect(field(few, "images", "validation")).not.toEqual(field({ ...few, count: 4 }, "images"))
    expect(field(few, "images", "validation")).toEqual(field({ ...few, count: 50 }, "images", "validation"))
  })

  it("a permutation moves pixels, the same way in every picture of both parts, and has a seed of its own", () => {
    const plain = { kind: "edges", count: 20, validation_count: 20, noise: 0.1 }
    const mixed = { ...plain, permutation: 7 }
    const first = (source: Choice) => field(source, "images").slice(0, size ** 2)
    const unmixed = first(plain)
    const where = first(mixed).map((pixel) => unmixed.indexOf(pixel))
    expect(where.toSorted((a, b) => a - b)).toEqual(where.map((_, i) => i))
    expect(where.filter((from, to) => from === to).length).toBeLessThan(10)
    for (const part of ["training", "validation"] as const) {
      const [before, after] = [field(plain, "images", part), field(mixed, "images", part)]
      for (let image = 0; image < 60; image++) {
        const at = image * size ** 2
        expect(after.slice(at, at + size ** 2)).toEqual(where.map((from) => before[at + from]))
      }
    }
    expect(first({ ...plain, permutation: 8 })).not.toEqual(first(mixed))
  })

  it("noise has mean 0 and the standard deviation asked for", () => {
    const images = field({ kind: "edges", count: 10, noise: 0.1 }, "images")
    const blank = images.slice(2 * size ** 2, 3 * size ** 2)
    expect(Math.abs(mean(blank))).toBeLessThan(0.012)
    expect(Math.abs(variance(blank) - 0.01)).toBeLessThan(0.0016)
  })
})
