// Formulas and LaTeX of an op, checked against its names and numbers.

import katex from "katex"
import { evaluate, formula } from "../../src/formula/formula.ts"
import { guardTex, LONGEST_FORMULA } from "../../src/formula/guard.ts"
import { chooseTex, symbolTex, writeTex } from "../../src/formula/tex.ts"
import type { AnyOp, AnyShapeContext } from "../../src/ops/op.ts"
import type { ByName, Held } from "../../src/ops/port.ts"
import { type Shape, sizeOf } from "../../src/tensor/tensor.ts"
import { shapesAt } from "./context.ts"

/** How a template's name is written: ports, params and buffers as they say themselves, attributes by their name. */
function symbolOf(op: AnyOp, name: string): string | null {
  for (const place of [op.inputs, op.outputs, op.params, op.buffers]) {
    if (Object.hasOwn(place, name)) return place[name]?.tex ?? null
  }
  return Object.hasOwn(op.attrs, name) ? symbolTex(name) : null
}

/** What KaTeX or the template reader has against each LaTeX text of an op. */
export function texProblems(op: AnyOp): readonly string[] {
  const places = [op.inputs, op.outputs, op.params, op.buffers].flatMap((p) => Object.entries(p))
  const texts: readonly (readonly [string, string])[] = [
    ...bothSides("forward", op.tex.forward),
    ...Object.entries(op.tex.backward).flatMap(([name, tex]) => (tex === null ? [] : bothSides(name, tex))),
    ...(op.symbol === undefined ? [] : [["symbol", op.symbol] as const]),
    ...places.map(([name, place]) => [`tex of ${name}`, place.tex] as const),
  ]
  return texts.flatMap(([name, tex]) => {
    try {
      const written = writeTex(tex, (symbol) => symbolOf(op, symbol))
      katex.renderToString(written, { displayMode: true, throwOnError: true, strict: "error", trust: false })
      const refusal = guardTex(written, LONGEST_FORMULA)
      return refusal === null ? [] : [`${name}: ${refusal.problem}`]
    } catch (error) {
      return [`${name}: ${String(error)}`]
    }
  })
}

/** A template with all its choices taken one way, and all the other. */
function bothSides(name: string, tex: string): readonly (readonly [string, string])[] {
  return [
    [name, chooseTex(tex)],
    [`${name}, the other side`, chooseTex(tex, () => false)],
  ]
}

/** Disagreements between formulas and what they describe, at one example. */
export function formulaProblems(op: AnyOp, at: AnyShapeContext, outputs: ByName<Held<Shape>>): readonly string[] {
  const symbols = op.symbols?.({ ...at, outputs }) ?? {}
  const wrong: string[] = []
  const value = (name: string, text: string): number => {
    try {
      return evaluate(formula(text), symbols)
    } catch (error) {
      wrong.push(`${name}: ${String(error)}`)
      return Number.NaN
    }
  }
  for (const [name, { rule }] of Object.entries(op.params)) {
    const answer = rule(at)
    if (answer === null) continue
    const count = value(`count of ${name}`, answer.count)
    if (count !== sizeOf(answer.shape))
      wrong.push(`count of ${name}: ${answer.count} = ${count}, shape ${answer.shape}`)
  }
  for (const [name, text] of Object.entries(op.formulas ?? {})) {
    const number = value(name, text)
    if (!(Number.isFinite(number) && number >= 0)) wrong.push(`${name}: ${text} = ${number}`)
    if (name === "outputSize" && number !== spatialSize(symbols, outputs)) {
      wrong.push(`outputSize: ${text} = ${number}, but the output is ${spatialSize(symbols, outputs)} along that axis`)
    }
  }
  return wrong
}

/** Height of an output with height and width, else its length. */
function spatialSize(symbols: ByName<number>, outputs: ByName<Held<Shape>>): number | undefined {
  const shape = shapesAt(outputs.output)[0]
  return Object.hasOwn(symbols, "h") ? shape?.at(-2) : shape?.at(-1)
}
