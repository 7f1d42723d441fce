// The graph as a list: nodes along the wires, each with the wires that enter it. It says what the canvas shows, follows
// the selection and makes it; arrows walk through it.

import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from "react"
import { goToNode } from "../../../commands/graph/chosen/goingTo.ts"
import { cutMiddle } from "../../../formula/cutMiddle.ts"
import { writeCount } from "../../../formula/number.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { isUnfinished } from "../../../graph/analysis/unfinished.ts"
import type { Wire } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./Outline.module.css"
import { nodeWords, outlineOrder, wireWords } from "./outlineWords.ts"

const PAGE = 300
/** Wires of one node that are listed at first. */
const WIRES = 64
const NONE: readonly Wire[] = []

export function Outline() {
  const analysis = useAnalysis((state) => state.structure)
  const ids = useMemo(() => outlineOrder(analysis), [analysis])
  const [shown, setShown] = useState(PAGE)
  const list = useRef<HTMLOListElement>(null)
  const chosen = useSession((state) => state.nodes[0])
  const count = `${ids.length} ${ids.length === 1 ? "node" : "nodes"}, ${analysis.wires.length} ${
    analysis.wires.length === 1 ? "wire" : "wires"
  }`

  // What is chosen on the canvas comes into view here.
  useEffect(() => {
    if (chosen === undefined || list.current?.contains(document.activeElement)) return
    const place = list.current?.querySelector(`[data-node="${CSS.escape(chosen)}"]`)
    place?.scrollIntoView({ block: "nearest" })
  }, [chosen])

  return (
    <div className={styles.outline}>
      <p className={styles.count}>{ids.length === 0 ? "The graph is empty." : count}</p>
      <ol ref={list} className={styles.list} aria-label="Nodes in order" onKeyDown={walk}>
        {ids.slice(0, shown).map((id) => (
          <NodeItem key={id} id={id} analysis={analysis} />
        ))}
      </ol>
      {shown < ids.length ? (
        <Button onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, ids.length - shown)} more of {ids.length - shown}
        </Button>
      ) : null}
    </div>
  )
}

/** In characters. */
const LONGEST_NAME = 44

interface ItemProps {
  readonly id: string
  readonly analysis: Analysis
}

const NodeItem = memo(function NodeItem({ id, analysis }: ItemProps) {
  const selected = useSession((state) => state.nodes.includes(id))
  const node = analysis.nodes.get(id)
  const wires = analysis.entering.get(id) ?? NONE
  const order = useSession((state) => state.order)
  const words = nodeWords(analysis, id, order)
  return (
    <li data-node={id} data-shelf={node?.op?.shelf ?? "unknown"} className={styles.item}>
      <button
        type="button"
        className={styles.node}
        aria-current={selected || undefined}
        onClick={() => void goToNode(id)}
      >
        <span className={styles.name} title={id}>
          {cutMiddle(id, LONGEST_NAME)}
        </span>{" "}
        <span className={styles.words}>{words}</span>
      </button>
      {node?.problems.map((problem) => (
        <p
          key={`${problem.code} ${problem.sentence}`}
          className={styles.problem}
          data-unfinished={isUnfinished(problem) || undefined}
        >
          {problem.sentence}
        </p>
      ))}
      {wires.length === 0 ? null : <WireList id={id} wires={wires} analysis={analysis} />}
    </li>
  )
})

function WireList({ id, wires, analysis }: ItemProps & { readonly wires: readonly Wire[] }) {
  const [shown, setShown] = useState(WIRES)
  const left = wires.length - shown
  return (
    <>
      <ul className={styles.wires} aria-label={`Wires into ${id}`}>
        {wires.slice(0, shown).map((wire) => (
          <WireItem key={wire.id} wire={wire} analysis={analysis} />
        ))}
      </ul>
      {left <= 0 ? null : (
        <Button onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, left)} more of {writeCount(left)} wires
        </Button>
      )}
    </>
  )
}

function WireItem({ wire, analysis }: { readonly wire: Wire; readonly analysis: Analysis }) {
  const selected = useSession((state) => state.wires.includes(wire.id))
  const order = useSession((state) => state.order)
  const result = useRun((state) => state.result)
  const phase = useRun((state) => state.phase)
  return (
    <li>
      <button
        type="button"
        className={styles.wire}
        aria-current={selected || undefined}
        onClick={() => void goToWire(wire)}
      >
        {wireWords(analysis, wire, order, result, phase)}
      </button>
    </li>
  )
}

async function goToWire({ id, to }: Wire): Promise<void> {
  await goToNode(to.node)
  useSession.getState().select({ nodes: [], wires: [id] })
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = STEPS[event.key]
  if (by === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll("button")]
  const here = buttons.findIndex((button) => button.matches(":focus"))
  if (here < 0) return
  event.preventDefault()
  buttons[Math.min(buttons.length - 1, Math.max(0, here + by))]?.focus()
}
