// The fields of the chosen cell, in the inspector: which part of each Input it sees, and what sees it further down. This
// folder paints regions; which they are is worked out by graph/measure.

import { useState } from "react"
import { placeWords } from "../../engine/explain/terms/names.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import { primaryOutput } from "../../graph/analysis/ports.ts"
import { firstShape, receptiveFields, spatialAxes } from "../../graph/measure/receptive.ts"
import type { Region } from "../../graph/measure/regions.ts"
import { placeName } from "../../graph/wire.ts"
import { type Painting, usePainting } from "../../state/painting.ts"
import { useSession } from "../../state/session.ts"
import { Button } from "../parts/Button.tsx"
import { Section } from "../parts/Section.tsx"
import quiet from "../parts/styles/quiet.module.css"
import { FieldPicture } from "./FieldPicture.tsx"
import styles from "./field.module.css"
import { useMap } from "./useMap.ts"
import { fieldWords, paddingWords, regionWords } from "./words.ts"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

/** Longer lists fold. */
const MOST = 12

export function FieldView({ analysis, node }: Props) {
  const painting = usePainting((state) => state.painting)
  const field = receptiveFields(analysis).get(node.id) ?? null
  const isMap = (spatialAxes(analysis).get(node.id) ?? 0) > 0
  if (field === null && !isMap) return null
  return (
    <Section title="Receptive field" folded>
      {field === null || node.op?.kind === "Input" ? null : (
        <p className={styles.words}>
          Each cell sees {fieldWords(field)}.
          {crossesNorm(analysis, node.id) ? " Normalisation counts as pointwise." : ""}
        </p>
      )}
      {painting === null ? (
        <p className={quiet.text}>
          {node.op?.kind === "Input"
            ? "Choose a cell of this map under Tensors to see what depends on it."
            : "Choose a cell under Tensors to paint what it sees and what sees it."}
        </p>
      ) : (
        <Painted analysis={analysis} painting={painting} />
      )}
    </Section>
  )
}

function Painted({ analysis, painting }: { readonly analysis: Analysis; readonly painting: Painting }) {
  const inputs = [...painting.upstream].filter(([id]) => analysis.nodes.get(id)?.op?.kind === "Input")
  const address = `${placeWords(analysis, placeName(painting.source))} [${painting.cell.join(", ")}]`
  return (
    <div className={styles.painted}>
      <p className={styles.words}>
        <span className={styles.name}>{address}</span>
      </p>
      {inputs.map(([id, region]) => (
        <MapFigure key={id} analysis={analysis} id={id} region={region} cell={painting.cell} verb="sees" />
      ))}
      {painting.downstream.size === 0 ? null : <Dependents analysis={analysis} painting={painting} />}
    </div>
  )
}

interface MapProps {
  readonly analysis: Analysis
  readonly id: string
  readonly region: Region
  readonly cell: readonly number[]
  readonly verb: "sees" | "is seen from"
}

function MapFigure({ analysis, id, region, cell, verb }: MapProps) {
  const [channel, setChannel] = useState(0)
  const map = useMap(analysis, id, cell, channel)
  if (map === null) return null
  const padding = paddingWords(region)
  const where = `${regionWords(region, map.extent)}`
  const sentence = `${verb} ${where} of ${nodeName(analysis, id)}${padding === "" ? "" : `, ${padding}`}`
  const channels = map.shape.length > map.extent.length ? (map.shape.at(-map.extent.length - 1) ?? 1) : 1
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.words}>
        {sentence}.
        {channels > 1 ? (
          <label className={styles.channel}>
            channel
            <input
              type="number"
              min={0}
              max={channels - 1}
              value={Math.min(channel, channels - 1)}
              onChange={(event) => setChannel(Math.min(channels - 1, Math.max(0, event.target.valueAsNumber || 0)))}
            />
          </label>
        ) : null}
      </figcaption>
      <FieldPicture {...map} region={region} width={288} tallest={200} label={sentence} />
    </figure>
  )
}

/** Every map further down that depends on the cell; one of them is shown. */
function Dependents({ analysis, painting }: { readonly analysis: Analysis; readonly painting: Painting }) {
  const rows = [...painting.downstream]
  const [wanted, setWanted] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const shown = rows.find(([id]) => id === wanted) ?? rows.at(-1)
  const { hover } = useSession.getState()
  const listed = all ? rows : rows.slice(0, MOST)
  return (
    <>
      <p className={styles.words}>It is seen from</p>
      <ul className={styles.list}>
        {listed.map(([id, region]) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={shown?.[0] === id}
              onClick={() => setWanted(id)}
              onDoubleClick={() => follow(analysis, id, painting, region)}
              onMouseEnter={() => hover({ node: id })}
              onMouseLeave={() => hover(null)}
            >
              <span className={styles.name}>{nodeName(analysis, id)}</span>
              <span>{regionWords(region, extentOf(analysis, id))}</span>
            </button>
          </li>
        ))}
      </ul>
      {rows.length > listed.length ? (
        <Button look="text" onClick={() => setAll(true)}>
          Show all {rows.length}
        </Button>
      ) : null}
      {shown === undefined ? null : (
        <>
          <MapFigure
            key={shown[0]}
            analysis={analysis}
            id={shown[0]}
            region={shown[1]}
            cell={painting.cell}
            verb="is seen from"
          />
          <Button look="text" onClick={() => follow(analysis, shown[0], painting, shown[1])}>
            Go to {nodeName(analysis, shown[0])}
          </Button>
        </>
      )}
    </>
  )
}

/** Goes on to a cell in the middle of a region of another node, which then shows its own field. */
function follow(analysis: Analysis, id: string, painting: Painting, region: Region): void {
  const node = analysis.nodes.get(id)
  const port = node?.op == null ? null : primaryOutput(node.op)
  const shape = firstShape(node)
  if (port === null || shape === undefined) return
  const place = region.cells.map(({ from, to }) => Math.floor((from + to) / 2))
  const before = shape.length - place.length
  const leading = shape.slice(0, before).map((_, axis) => (axis === 0 && before > 1 ? (painting.cell[0] ?? 0) : 0))
  const { select, look } = useSession.getState()
  select({ nodes: [id], wires: [] })
  look({ name: placeName({ node: id, port }), side: "value" }, [...leading, ...place])
}

function extentOf(analysis: Analysis, id: string): readonly number[] {
  const axes = spatialAxes(analysis).get(id) ?? 0
  return axes === 0 ? [] : (firstShape(analysis.nodes.get(id))?.slice(-axes) ?? [])
}

/** True if a normalisation lies on a way from an Input to the node. */
function crossesNorm(analysis: Analysis, id: string): boolean {
  const seen = new Set([id])
  for (const at of seen) {
    if (analysis.nodes.get(at)?.op?.shelf === "norm") return true
    for (const wire of analysis.entering.get(at) ?? []) seen.add(wire.from.node)
  }
  return false
}
