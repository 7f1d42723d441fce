import { describe, expect, test } from "vitest"
import { erf, erfc, normalCdf, normalPdf, sigmoid, softplus } from "../../src/tensor/special.ts"

// x, erf(x), erfc(x) of the C library (glibc, by Python's math module).
const TABLE = [
  [1e-300, 1.1283791670955126e-300, 1.0],
  [1e-8, 1.1283791670955126e-8, 0.9999999887162083],
  [0.1, 0.1124629160182849, 0.8875370839817152],
  [0.3, 0.3286267594591274, 0.6713732405408726],
  [0.46875, 0.49261347321793797, 0.507386526782062],
  [0.47, 0.4937450508860821, 0.5062549491139179],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [0.9, 0.7969082124228322, 0.20309178757716786],
  [1, 0.8427007929497149, 0.15729920705028513],
  [1.5, 0.9661051464753108, 0.033894853524689274],
  [2, 0.9953222650189527, 0.004677734981047265],
  [2.5, 0.999593047982555, 0.0004069520174449589],
  [3, 0.9999779095030014, 2.2090496998585438e-5],
  [3.9, 0.9999999652077514, 3.479224859723177e-8],
  [4, 0.9999999845827421, 1.541725790028002e-8],
  [4.1, 0.9999999932999724, 6.700027654084918e-9],
  [5, 0.9999999999984626, 1.5374597944280351e-12],
  [6, 1.0, 2.1519736712498916e-17],
  [8, 1.0, 1.1224297172982928e-29],
  [10, 1.0, 2.088487583762545e-45],
  [20, 1.0, 5.3958656116079005e-176],
  [26, 1.0, 5.663192408856143e-296],
  [-0.2, -0.22270258921047847, 1.2227025892104786],
  [-1.3, -0.9340079449406524, 1.9340079449406524],
  [-5, -0.9999999999984626, 1.9999999999984626],
] as const

const relative = (got: number, want: number) => Math.abs(got - want) / Math.abs(want)

describe("erf and erfc", () => {
  test.each(TABLE)("at %f agree with the C library to 1e-15", (x, one, other) => {
    expect(relative(erf(x), one)).toBeLessThan(1e-15)
    expect(relative(erfc(x), other)).toBeLessThan(1.5e-15)
  })

  test("at the ends", () => {
    expect(erf(0)).toBe(0)
    expect(erf(Number.POSITIVE_INFINITY)).toBe(1)
    expect(erf(Number.NEGATIVE_INFINITY)).toBe(-1)
    expect(erfc(40)).toBe(0)
    expect(erfc(-40)).toBe(2)
    expect(erf(Number.NaN)).toBeNaN()
    expect(erfc(Number.NaN)).toBeNaN()
  })
})

describe("the normal distribution", () => {
  test("has its quantiles where tables have them", () => {
    expect(normalCdf(0)).toBe(0.5)
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 15)
    expect(relative(normalCdf(-10), 7.619853024160527e-24)).toBeLessThan(1e-14)
  })
  test("has its density as the slope of its distribution", () => {
    for (const x of [-2, -0.3, 0, 1.1]) {
      expect(normalPdf(x)).toBeCloseTo((normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5, 9)
    }
  })
})

test("sigmoid and softplus neither overflow nor lose small values", () => {
  expect(sigmoid(-800)).toBe(0)
  expect(sigmoid(800)).toBe(1)
  expect(relative(sigmoid(-40), Math.exp(-40))).toBeLessThan(1e-15)
  expect(softplus(800)).toBe(800)
  expect(softplus(0)).toBeCloseTo(Math.LN2, 16)
  expect(relative(softplus(-40), Math.exp(-40))).toBeLessThan(1e-15)
})
