import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react"
import type { Cell, Explanation } from "../../../engine/explain/terms/explanation.ts"
import { differs } from "../../../engine/explain/terms/rounding.ts"
import { writeCount, writeNumber } from "../../../formula/number.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { Point } from "../../../graph/document.ts"
import { writeBeside } from "../../../graph/drawing/text/tensorNumber.ts"
import { fieldAt } from "../../../graph/measure/receptive.ts"
import { readPlace } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { explained } from "../../../state/run/explained.ts"
import { useRun } from "../../../state/run/run.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useSession } from "../../../state/session.ts"
import { type AskedPieces, useAskedPieces } from "../../../state/whyTrail.ts"
import { flatIndex } from "../../../tensor/address.ts"
import { useReading } from "../../parts/useReading.ts"
import { goTo, titleOf } from "../../why/places.ts"
import { largestTerm } from "../../why/Terms.tsx"
import { boxOf } from "../flow/elements.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { Beside } from "../tools/Beside.tsx"
import { isOnCanvas } from "./drawnCells.ts"
import { useLines } from "./lines.ts"
import { useLit } from "./lit.ts"
import { Slide } from "./Slide.tsx"
import styles from "./Threads.module.css"
import { afterFew, type Threads as Drawing, type Thread, threadsOf } from "./threads.ts"

interface Question {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly cell: Cell
}

/** Of the chosen cell: the cells that made it, threads from them with their products, and the sum beside it. */
export function Threads() {
  const question = useQuestion()
  const asked = useDeferredValue(question)
  return asked === null || question === null ? null : <Asked {...asked} />
}

function useQuestion(): Question | null {
  const chosen = useSession((state) => state.tensor)
  const at = useSession((state) => state.cell)
  const result = useRun((state) => state.result)
  const shown = useRun((state) => state.phase)
  const stale = useRun((state) => state.stale)
  const analysis = useAnalysis((state) => state.analysis)
  const playing = usePlayer((state) => state.at !== null)
  return useMemo(() => {
    if (chosen === null || at === null || result === null || stale || playing || shown === "none") return null
    const { name, side } = chosen
    const tensor =
      side === "value" ? result.at("value", name) : (result.at("gradient", name) ?? result.at("wire", name))
    if (tensor === undefined || tensor.shape.length !== at.length) return null
    return { analysis, result, cell: { name, side, index: flatIndex(tensor.shape, at) } }
  }, [chosen, at, result, stale, playing, shown, analysis])
}

function Asked({ analysis, result, cell }: Question) {
  const found = useReading(useMemo(() => explained(analysis, result, cell), [analysis, result, cell])).is
  const explanation = sameCell(found?.cell, cell) ? found : undefined
  if (explanation == null || explanation.terms.length === 0 || !isOnCanvas(result, cell)) return null
  return <Drawn analysis={analysis} result={result} explanation={explanation} />
}

function sameCell(a: Cell | undefined, b: Cell): boolean {
  return a?.name === b.name && a.side === b.side && a.index === b.index
}

interface DrawnProps {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly explanation: Explanation
}

function Drawn({ analysis, result, explanation }: DrawnProps) {
  const { cell, lit } = explanation
  const { threads, rest, total } = useMemo(
    () => threadsOf(explanation, (one) => isOnCanvas(result, one)),
    [explanation, result],
  )
  const [pointed, setPointed] = useState<string | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const paths = useLines(list, threads, result)
  useEffect(() => {
    useLit.setState({ lit })
    return () => useLit.setState({ lit: [] })
  }, [lit])
  useEffect(() => {
    useAskedPieces.setState({ asked: piecesOf(explanation) })
    return () => useAskedPieces.setState({ asked: null })
  }, [explanation])
  const anchors = useAnchors(cell)
  const slides = cell.side === "value" && hasWindow(analysis, cell)
  const largest = Math.max(...threads.map(({ product }) => Math.abs(product)))
  const go = ({ cell: to }: Thread): void => {
    if (to !== null) goTo(analysis, result, to)
  }
  return (
    <>
      <svg className={styles.lines} aria-hidden="true">
        {threads.map((thread) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the row at its end is a button that does the same
          <g
            key={thread.key}
            className={styles.line}
            data-family={thread.cell?.side}
            data-pointed={pointed === thread.key || undefined}
            onMouseEnter={() => setPointed(thread.key)}
            onMouseLeave={() => setPointed(null)}
            onClick={() => go(thread)}
          >
            <path ref={paths(thread.key)} strokeWidth={1 + 2.5 * (Math.abs(thread.product) / largest || 0)} />
            <path ref={paths(thread.key, true)} className={styles.hit} />
          </g>
        ))}
      </svg>
      <Beside anchors={anchors} anywhere>
        <section className={styles.card} data-family={cell.side} aria-label="Where the chosen number comes from">
          <div className={styles.title}>
            <span>{titleOf(analysis, result, cell)}</span>
            {slides ? <Slide result={result} cell={cell} /> : null}
          </div>
          <ol ref={list} className={styles.rows}>
            {threads.map((thread) => (
              <li key={thread.key}>
                <button
                  type="button"
                  className={styles.row}
                  disabled={thread.cell === null}
                  data-pointed={pointed === thread.key || undefined}
                  title={thread.words}
                  onMouseEnter={() => setPointed(thread.key)}
                  onMouseLeave={() => setPointed(null)}
                  onClick={() => go(thread)}
                >
                  <span>{thread.factors}</span>
                  <strong>{thread.result}</strong>
                </button>
              </li>
            ))}
          </ol>
          <Rest className={styles.rest} rest={rest} told={total !== null} />
          <Rest className={styles.restOfFew} rest={afterFew({ threads, rest })} told={total !== null} />
          <div className={styles.sum}>
            <span>{total === null ? "no sum" : differs(explanation, result.dtype) ? "not their sum:" : "="}</span>
            <strong>{writeBeside(explanation.number, largestTerm(explanation), result.dtype).text}</strong>
          </div>
        </section>
      </Beside>
    </>
  )
}

/** Of a cell at which gradients meet: what each wire brings of it. */
function piecesOf({ kind, cell, number, terms }: Explanation): AskedPieces | null {
  if (kind !== "wires") return null
  const wires = terms.flatMap(({ factors: [piece] }) =>
    piece?.cell == null ? [] : [[piece.cell.name, piece.number] as const],
  )
  return { place: cell.name, wires: new Map(wires), sum: number }
}

interface RestProps {
  readonly className: string | undefined
  readonly rest: Drawing["rest"]
  /** Whether its terms add up. */
  readonly told: boolean
}

function Rest({ className, rest, told }: RestProps) {
  return rest === null ? null : (
    <div className={className}>
      <span>{writeCount(rest.count)} more</span>
      <span>{told ? writeNumber(rest.sum) : ""}</span>
    </div>
  )
}

/** Whether the cell is of a layer that a window slides over: a convolution, a transposed one, a pool. */
function hasWindow({ nodes, entering }: Analysis, { name }: Cell): boolean {
  const id = readPlace(name)?.node ?? ""
  return (entering.get(id) ?? []).some((wire) => {
    const step = fieldAt(nodes.get(id), wire)
    return step !== null && typeof step === "object"
  })
}

/** Right of the card, then under, over and left of it; of a wire's cell, round its chip. */
function useAnchors({ name }: Cell): readonly Point[] {
  const byId = useFlow((state) => state.byId)
  const chips = useFlow((state) => state.chips)
  return useMemo(() => {
    const chip = chips.get(name)
    if (chip !== undefined) return [chip.at]
    const node = byId.get(readPlace(name)?.node ?? "")
    if (node === undefined) return []
    const { x, y, width, height } = boxOf(node)
    return [
      [x + width, y + height / 2],
      [x + width / 2, y + height],
      [x + width / 2, y],
      [x, y + height / 2],
    ]
  }, [name, byId, chips])
}
