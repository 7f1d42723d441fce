// What the check found, one row a tensor: first those that do not agree, else in the order of the graph.

import type { GradcheckResult, TensorCheck } from "../../../engine/check/gradcheck.ts"
import { TOLERANCE } from "../../../engine/check/tolerance.ts"
import { writeCount, writeNumber } from "../../../formula/number.ts"
import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { shapeAt } from "../../../graph/analysis/shapes.ts"
import { readPlace } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useSession } from "../../../state/session.ts"
import { addressOf } from "../../../tensor/address.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import table from "../../parts/styles/table.module.css"
import { usePointed } from "../tables/usePointed.ts"
import styles from "./ChecksView.module.css"
import { verdictOf, writeError } from "./words.ts"

interface Heading {
  readonly title: string
  readonly about: string
  /** Default: figures, to the right. */
  readonly holds?: "names" | "words"
}

const HEADINGS: readonly Heading[] = [
  {
    title: "Tensor",
    about: "A param, the numbers of an Input, or an output on the way to the target.",
    holds: "names",
  },
  {
    title: "Worst error",
    about: "Largest |backward − difference| over all compared numbers, relative to the number and its tensor.",
  },
  { title: "Agrees", about: "Yes where the worst error is at most 1e−5.", holds: "words" },
  { title: "Backward", about: "What backward says at the worst number." },
  { title: "Difference", about: "(L(x + h) − L(x − h)) / 2h at the worst number." },
  { title: "Compared", about: "Numbers compared, of all that the tensor has." },
  {
    title: "At a kink",
    about: "Numbers next to a kink (ReLU at 0, a tie of two maxima): there is no derivative there.",
  },
]

export function ChecksTable({ result }: { readonly result: GradcheckResult }) {
  const wrong = (check: TensorCheck): number => (check.worst > TOLERANCE ? 0 : 1)
  const sorted = [...result.tensors].sort((a, b) => wrong(a) - wrong(b))
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${styles.table}`}>
        <thead>
          <tr>
            {HEADINGS.map(({ title, about, holds }) => (
              <th key={title} scope="col" title={about} className={holds === undefined ? table.number : styles[holds]}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((check) => (
            <Row key={check.name} check={check} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ check }: { readonly check: TensorCheck }) {
  const { name, node, elements, checked, worst, at, kinks } = check
  const selected = useSession((state) => state.nodes.includes(node))
  const pointed = usePointed(node)
  const { hover } = useSession.getState()
  const verdict = verdictOf({ worst, compared: checked - kinks.length }, TOLERANCE)
  return (
    <tr
      data-selected={selected}
      data-pointed={pointed}
      onMouseEnter={() => hover({ node })}
      onMouseLeave={() => hover(null)}
    >
      <th scope="row">
        <button type="button" title="Show the worst number" onClick={() => show(check)}>
          {name}
        </button>
        {check.role === "output" ? <span className={table.id}>on the way</span> : null}
      </th>
      <td className={table.number}>{at === null ? "–" : writeError(worst)}</td>
      <td className={styles.words} data-verdict={verdict}>
        {verdict === "agrees" ? "✓ yes" : verdict === "wrong" ? "✗ no" : "nothing compared"}
      </td>
      <td className={table.number}>{at === null ? "–" : writeNumber(at.backward, 7)}</td>
      <td className={table.number}>{at === null ? "–" : writeNumber(at.difference, 7)}</td>
      <td className={table.number}>
        {writeCount(checked - kinks.length)} of {writeCount(elements)}
      </td>
      <td className={table.number}>{writeCount(kinks.length)}</td>
    </tr>
  )
}

/** Selects the node and looks at the gradient of the worst number. */
function show({ name, node, at }: TensorCheck): void {
  const { select, look } = useSession.getState()
  select({ nodes: [node], wires: [] })
  const shape = shapeNamed(name, useAnalysis.getState().analysis.nodes.get(node))
  look({ name, side: "gradient" }, at === null || shape === null ? null : addressOf(shape, at.index))
}

function shapeNamed(name: string, node: NodeAnalysis | undefined): Shape | null {
  if (node === undefined) return null
  const param = node.params.find((one) => `${node.id}.${one.name}` === name)
  if (param !== undefined) return param.shape
  const { port, index } = readPlace(name) ?? {}
  if (port === undefined) return null
  return shapeAt(node.outputs, { node: node.id, port, ...(index === undefined ? {} : { index }) })
}
