// Why a value is what it is: its products where the op says them, its own closed form where one is known, a sum found by
// trying where the op is linear in some arrow, and otherwise how it answers to each cell it depends on.

import { writeCount } from "../../formula/number.ts"
import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { rulesOf } from "../../graph/analysis/rules.ts"
import { graphSymbols } from "../../graph/analysis/symbols.ts"
import { quote } from "../../graph/problem.ts"
import type { Source } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { Fed } from "../pass/firstExamples.ts"
import { isRunnable, isSource } from "../pass/forward.ts"
import type { RunResult } from "../pass/result.ts"
import { tame } from "./column.ts"
import { knownValue } from "./known/rules.ts"
import { type Answer, addsUp, answersFor, jittered, linearParts, termsOf } from "./linear.ts"
import { productsOfValue } from "./products.ts"
import {
  type Asked,
  type Draft,
  explainedSum,
  LOCAL_DERIVATIVE,
  listed,
  litCells,
  type Term,
} from "./terms/explanation.ts"
import {
  type Arrow,
  arrowsOf,
  type LocalNode,
  localNode,
  outputOf,
  replaced,
  tensorOn,
  withTensor,
} from "./terms/local.ts"
import { cellOn, cellWords } from "./terms/names.ts"
import { type Dependence, ruleTex, winnerTex } from "./terms/worked.ts"
import { runnersUp } from "./winners.ts"

/** Cells that are tried one by one. */
const FEW = 64
/** Ops that choose among cells: their one term is the winner. */
const CHOOSING = /^(?:Adaptive)?Max|^Min|^Max/

/** The arithmetic behind one cell of an output that ran. */
export function explainValue(analysis: Analysis, result: RunResult, source: Source, named: Asked): Draft {
  const { name: _, ...at } = named
  const node = analysis.nodes.get(source.node)
  const exact = node !== undefined && isRunnable(node) ? productsOfValue(result, node, at) : null
  if (node !== undefined && exact !== null) {
    const { count: products, ...sum } = exact
    return { ...at, kind: "sum", tex: ruleOf(analysis, node), words: sumWords(products), ...sum }
  }
  const local = localNode(analysis, result, source.node)
  if (local === null || isSource(local.node.op)) return given(at, local, result.fed.get(source.node))
  const tex = ruleOf(analysis, local.node)
  const known = source.index === undefined ? knownValue({ ...named, local, port: source.port }, tex) : null
  return known ?? tried(local, source, named, tex)
}

/** The sum that trying finds, or how the value answers to each cell it depends on. */
function tried(local: LocalNode, source: Source, named: Asked, tex: string): Draft {
  const { name, ...at } = named
  const { index } = at.cell
  const { answers } = answersFor(local, source, index)
  const output = outputOf(local, source.port, source.index)
  const general = answersFor(jittered(local), source, index)
  const linear = linearParts(general, source, index)
  const chooses = CHOOSING.test(local.node.op.kind)
  // Of equals each has its share, though a share of 0 would do without the others.
  const parts = answers.filter(({ cells }, i) => (chooses ? cells.length > 0 : linear.has(i)))
  const rule = () =>
    output === null ? null : ruleTex(name, local, output, index, dependences(answers, general.answers), at.number)
  if (parts.every(({ cells }) => cells.length === 0) || !addsUp(parts, output?.data[index] ?? Number.NaN)) {
    const anywhere = chooses ? [] : answersFor(tame(local), source, index).answers
    const cells = dependences(answers, general.answers, anywhere)
    const all = cells.some((one) => one.cells.length > 0) ? cells : felt(local, source, index)
    return { ...byDerivatives(at, tex, local, all, answers), worked: rule() }
  }
  const terms = parts.flatMap((answer) => termsOf(local, answer, answers, parts, source, index))
  const kind = chooses && terms.length === 1 ? "winner" : "sum"
  const shared = chooses && terms.length > 1
  const words = shared ? `${terms.length} cells are equal: each counts for its share.` : sumWords(terms.length)
  const sum = explainedSum({ ...at, kind, tex, words }, terms)
  if (kind === "winner") return { ...sum, ...beaten(local, source, named, terms) }
  // Where a factor is worked out on the way (a standardised number), the rule itself says more.
  const worked = local.node.op.shelf === "norm" ? rule() : null
  return worked === null ? sum : { ...sum, worked }
}

/** The cells that a winner was chosen before. */
function beaten(
  local: LocalNode,
  source: Source,
  { name, cell, number }: Asked,
  [winner]: readonly Term[],
): Partial<Draft> {
  const which = /Min/.test(local.node.op.kind) ? "min" : "max"
  const others = runnersUp(local, source, cell.index, which).slice(1)
  const shown = [winner?.factors[0]?.number ?? number, ...others.map(({ number }) => number)]
  const terms = [
    ...(winner === undefined ? [] : [winner]),
    ...others.map((other) => ({ factors: [other], product: 0 })),
  ]
  const words = `The ${which === "max" ? "largest" : "smallest"} of its cells was taken.`
  return { words, others, worked: winnerTex(name, which, shown, number), lit: litCells(terms) }
}

/** The forward rule in the graph's names. */
function ruleOf(analysis: Analysis, node: NodeAnalysis): string {
  const symbols = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
  return writeTex(rulesOf(node)?.forward ?? "", symbols)
}

/** The cells of each arrow; one whose derivative happens to be 0 here is seen from nearby, or from other numbers. */
function dependences(...seen: readonly (readonly Answer[])[]): readonly Dependence[] {
  const [answers = []] = seen
  return answers.map(({ arrow, tensor }, i) => ({
    arrow,
    tensor,
    cells: [...new Set(seen.flatMap((each) => each[i]?.cells ?? []))].sort((a, b) => a - b),
  }))
}

/** Where no derivative is anything but 0 anywhere (a sign): the cells that change the value when they are no number. */
function felt(local: LocalNode, source: Source, index: number): readonly Dependence[] {
  const here = outputOf(local, source.port, source.index)?.data[index]
  const moves = (arrow: Arrow, tensor: Tensor, cell: number): boolean =>
    [Number.NaN, 0, 1].some((x) => {
      const moved = withTensor(local, arrow, replaced(tensor, cell, x))
      return moved !== null && !Object.is(outputOf(moved, source.port, source.index)?.data[index], here)
    })
  return arrowsOf(local).map((arrow) => {
    const tensor = tensorOn(local, arrow)
    const asked =
      tensor.data.length <= FEW ? Array.from(tensor.data.keys()) : [index].filter((i) => i < tensor.data.length)
    return { arrow, tensor, cells: asked.filter((cell) => moves(arrow, tensor, cell)) }
  })
}

function byDerivatives(
  at: Pick<Asked, "cell" | "number">,
  tex: string,
  local: LocalNode,
  dependences: readonly Dependence[],
  answers: readonly Answer[],
): Draft {
  const terms = dependences.flatMap(({ arrow, tensor, cells }, at) =>
    cells.map((i): Term => {
      const own = cellOn(local.node, arrow, i)
      const d = answers[at]?.row.data[i] ?? 0
      return {
        factors: [
          { words: cellWords(own.name, tensor.shape, i), number: tensor.data[i] ?? 0, cell: own },
          { words: LOCAL_DERIVATIVE, number: d, cell: null },
        ],
        product: d,
      }
    }),
  )
  return {
    ...at,
    kind: "derivatives",
    tex,
    words: answerWords(terms),
    ...listed(terms),
    lit: litCells(terms),
    total: null,
    difference: null,
  }
}

function answerWords(terms: readonly Term[]): string {
  if (terms.length === 0) return "No cell changes it: it is constant."
  return terms.every(({ product }) => product === 0)
    ? "Not a sum, and every local derivative is 0 here."
    : "Not a sum: how it answers to each cell it depends on."
}

function given(at: Pick<Asked, "cell" | "number">, local: LocalNode | null, fed: Fed | undefined): Draft {
  const words =
    local === null
      ? "The node has not run."
      : fed === undefined
        ? "A source: this number is written in the document or drawn from the seed."
        : `A source: this number is of the data, the field ${quote(fed.field)} of ${fed.source}.`
  return { ...at, kind: "given", words, tex: null, terms: [], more: null, lit: [], total: null, difference: null }
}

function sumWords(terms: number): string {
  return terms === 1 ? "One term." : `A sum of ${writeCount(terms)} terms.`
}
