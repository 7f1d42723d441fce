// What formulas can call, as code for four numbers at once. Conditions are masks: all bits or none.

import { cos, sin } from "../maths/circular.ts"
import { bell, cdf, erf } from "../maths/error.ts"
import { exp, expm1, sigmoid, tanh } from "../maths/exponential.ts"
import { log, softplus } from "../maths/logarithm.ts"
import { power } from "../maths/power.ts"
import type { Vector } from "../maths/vector.ts"
import type { Code } from "../wasm/code.ts"
import { f32x4, v128 } from "../wasm/values.ts"

interface PointwiseFunction {
  readonly arity: 1 | 2 | 3
  readonly of: (code: Code, x: Vector, y: Vector, z: Vector) => Vector
  /** It takes so long that a value of it is kept rather than worked out again. */
  readonly dear?: true
}

const plain = (of: (x: Vector, y: Vector) => Vector): PointwiseFunction => ({ arity: 2, of: (_, x, y) => of(x, y) })
const single = (of: (x: Vector) => Vector): PointwiseFunction => ({ arity: 1, of: (_, x) => of(x) })
const dear = (of: (code: Code, x: Vector) => Vector): PointwiseFunction => ({ arity: 1, of, dear: true })

const functions: ReadonlyMap<string, PointwiseFunction> = new Map(
  Object.entries({
    "+": plain(f32x4.add),
    "-": plain(f32x4.sub),
    "*": plain(f32x4.mul),
    "/": plain(f32x4.div),
    negate: single(f32x4.negate),
    "<": plain(f32x4.less),
    "<=": plain(f32x4.atMost),
    ">": plain(f32x4.greater),
    ">=": plain(f32x4.atLeast),
    "==": plain(f32x4.equal),
    "!=": plain(f32x4.unequal),
    "&": plain(v128.and),
    "|": plain(v128.or),
    /** The second where the first holds, else the third. */
    "?": { arity: 3, of: (_, condition, x, y) => v128.select(x, y, condition) },
    /** NaN where either is. */
    min: plain(f32x4.min),
    max: plain(f32x4.max),
    /** The first, within a limit that is never NaN. */
    atLeast: plain(f32x4.pseudoMax),
    atMost: plain(f32x4.pseudoMin),
    abs: single(f32x4.abs),
    sqrt: single(f32x4.sqrt),
    exp: dear((code, x) => exp(code, x)),
    expm1: dear(expm1),
    log: dear(log),
    sigmoid: dear(sigmoid),
    softplus: dear(softplus),
    tanh: dear(tanh),
    erf: dear(erf),
    /** e^(−x²/2). */
    bell: dear(bell),
    /** The normal distribution at the first; the second is its bell. */
    cdf: { arity: 2, of: cdf, dear: true },
    sin: dear(sin),
    cos: dear(cos),
    power: { arity: 2, of: power, dear: true },
  }),
)

function functionOf(name: string): PointwiseFunction {
  const found = functions.get(name)
  if (found === undefined) throw new Error(`formulas have no function ${name}`)
  return found
}

/** How many arguments a function takes. Throws where there is none of the name. */
export function arityOf(name: string): number {
  return functionOf(name).arity
}

/** Whether a value of the function is worth its memory. */
export function isDear(name: string): boolean {
  return functionOf(name).dear === true
}

/** Code of a function; arguments are locals. */
export function codeOf(code: Code, name: string, of: readonly Vector[]): Vector {
  const [x = v128.zero, y = v128.zero, z = v128.zero] = of
  return functionOf(name).of(code, x, y, z)
}
