// The shapes of a node's outputs and how many numbers it learns, and the arithmetic of both.

import { Fragment, memo } from "react"
import { writeCount } from "../../formula/number.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import { graphSymbols } from "../../graph/analysis/symbols.ts"
import { paramCount } from "../../graph/measure/counts.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { Held } from "../../ops/port.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { Maths } from "../maths/Maths.tsx"
import { Section } from "../parts/Section.tsx"
import styles from "../parts/styles/panel.module.css"
import { ShapeText } from "../tensor/ShapeText.tsx"
import { NumbersSwitch } from "./formulas/NumbersSwitch.tsx"
import { hasSums, Sums } from "./formulas/Sums.tsx"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

export const NodeShapes = memo(function NodeShapes({ analysis, node }: Props) {
  if (node.state !== "ok" || node.outputs === null) return null
  const counted = node.params.length === 0 ? null : paramCount(node)
  const symbol = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
  const shapes = Object.entries(node.outputs).filter(([port]) => node.op?.outputs[port]?.hidden !== true)
  const [first] = shapes
  const params = counted === null || counted.count === 0 ? "" : ` · ${writeCount(counted.count)} params`
  return (
    <Section
      title="Shape and count"
      folded
      aside={hasSums(node) ? <NumbersSwitch /> : null}
      brief={
        first === undefined ? null : (
          <>
            <Shapes analysis={analysis} source={{ node: node.id, port: first[0] }} shape={first[1]} />
            {params}
          </>
        )
      }
    >
      <dl className={styles.facts}>
        {shapes.map(([port, shape]) => (
          <div key={port}>
            <dt>{shapes.length === 1 ? "output" : <Maths tex={symbol(port) ?? port} />}</dt>
            <dd>
              <Shapes analysis={analysis} source={{ node: node.id, port }} shape={shape} />
            </dd>
          </div>
        ))}
        {counted === null ? null : (
          <div>
            <dt>params</dt>
            <dd>{counted.count === 0 ? "0, all wired" : `${counted.text} = ${writeCount(counted.count)}`}</dd>
          </div>
        )}
      </dl>
      <Sums node={node} />
    </Section>
  )
})

interface ShapesProps {
  readonly analysis: Analysis
  readonly source: Source
  readonly shape: Held<Shape>
}

/** The shape of an output, or those of its list. */
function Shapes({ analysis, source, shape }: ShapesProps) {
  return shapesAt(shape).map((one, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an element of a list has no other identity than its place
    <Fragment key={index}>
      {index > 0 ? ", " : ""}
      <ShapeText analysis={analysis} name={placeName({ ...source, index })} shape={one} full />
    </Fragment>
  ))
}
