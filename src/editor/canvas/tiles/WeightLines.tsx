import { useReactFlow, useStoreApi } from "@xyflow/react"
import X from "lucide-react/icons/x"
import { useCallback, useEffect, useMemo, useRef } from "react"
import { writeNumber } from "../../../formula/number.ts"
import { colourOf, css } from "../../../graph/drawing/tile/colour.ts"
import { largestOf, UNIT_GRID, unitPlanes } from "../../../graph/drawing/tile/unitSheet.ts"
import {
  type LinearUnits,
  linearUnits,
  type UnitColumns,
  unitColumns,
  weightLines,
} from "../../../graph/drawing/tile/weightLines.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { windowOf } from "../../../state/run/numbers.ts"
import { useRun } from "../../../state/run/run.ts"
import { useUnits } from "../../../state/training/units.ts"
import { toggleWeightLines, useWeightLines } from "../../../state/training/weightLines.ts"
import { Button } from "../../parts/Button.tsx"
import { useDark } from "../../parts/useDark.ts"
import { useReading } from "../../parts/useReading.ts"
import { Maps } from "../../tensor/Maps.tsx"
import { viewWithRoom } from "../camera/viewWithRoom.ts"
import { boxOf } from "../flow/elements.ts"
import { extent, withWays } from "../flow/extent.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { Beside, type Placed } from "../tools/Beside.tsx"
import { anchorsAround } from "../tools/besidePlace.ts"
import styles from "./WeightLines.module.css"

/** The weights of opened layers, each beside its card. */
export function WeightLines() {
  const nodes = useWeightLines((state) => state.nodes)
  const hidden = usePartHidden("numbers")
  return hidden ? null : nodes.map((id) => <Layer key={id} id={id} />)
}

function Layer({ id }: { readonly id: string }) {
  const units = useAnalysis(({ structure }) => structure)
  const layer = useMemo(() => linearUnits(units, id), [units, id])
  const node = useFlow((state) => state.byId.get(id))
  const anchors = useMemo(() => (node === undefined ? [] : anchorsAround(boxOf(node))), [node])
  const makeRoom = useRoom()
  if (layer === null || node === undefined) return null
  return (
    <Beside anchors={anchors} anywhere onPlaced={makeRoom}>
      <Lines id={id} layer={layer} />
    </Beside>
  )
}

/** Until the view has come to rest, in milliseconds. */
const REST = 320
const SLOWLY = { duration: 200 }
/** Words on wires over the upper row, in pixels of the screen. */
const WORDS = 24

/**
 * Where nothing is free the graph gives way as far as it can still be read; what was seen of it comes back with the last layer
 * that is closed.
 */
function useRoom(): (placed: Placed) => void {
  const flow = useReactFlow()
  const store = useStoreApi()
  const asked = useRef({ timer: 0, moved: false })
  useEffect(() => {
    const { current } = asked
    return () => {
      clearTimeout(current.timer)
      if (current.moved && useWeightLines.getState().nodes.length === 0) useCamera.getState().camera?.fit()
    }
  }, [])
  return useCallback(
    ({ isFree, size, view }) => {
      const { current } = asked
      clearTimeout(current.timer)
      if (isFree || current.moved) return
      current.timer = window.setTimeout(() => {
        const { nodes, ways } = useFlow.getState()
        const zoom = store.getState().transform[2]
        const { x, y, right, bottom } = withWays(extent(nodes), ways)
        const over = WORDS / zoom
        const found = viewWithRoom({ x, y: y - over, width: right - x, height: bottom - y + over }, size, view, zoom)
        if (found === null) return
        current.moved = true
        flow.setViewport(found, SLOWLY)
      }, REST)
    },
    [flow, store],
  )
}

function Lines({ id, layer }: { readonly id: string; readonly layer: LinearUnits }) {
  const { inputs, outputs, weight, from, to } = layer
  const result = useRun((state) => state.result)
  const dark = useDark()
  const reading = useMemo(() => {
    const tensor = result?.at("param", weight)
    return tensor === undefined ? null : windowOf(tensor)
  }, [result, weight])
  const tensor = useReading(reading).is
  const columns = useMemo(() => unitColumns({ inputs, outputs }), [inputs, outputs])
  const lines = useMemo(
    () => (tensor === undefined ? [] : weightLines(tensor.data, { inputs, outputs }, columns)),
    [tensor, inputs, outputs, columns],
  )
  const largest = lines.at(-1)
  const [plus, minus] = [css(colourOf(1, 1, "value", dark)), css(colourOf(-1, 1, "value", dark))]
  const most =
    largest === undefined
      ? ""
      : `, the largest ${writeNumber(largest.weight)}, from ${largest.input} to ${largest.output}`
  return (
    <figure className={`${styles.figure} nopan nodrag nowheel`} data-weight-lines={id}>
      <figcaption className={styles.caption}>
        <span>{weight}</span>
        <span className={styles.key}>
          <svg width="18" height="8" aria-hidden="true">
            <path d="M1 4h16" stroke={plus} strokeWidth="2.5" />
          </svg>
          plus
          <svg width="18" height="8" aria-hidden="true">
            <path d="M1 4h16" stroke={minus} strokeWidth="2.5" strokeDasharray={DASHES} />
          </svg>
          minus
        </span>
        <span className={styles.range}>{largest === undefined ? "" : `±${writeNumber(Math.abs(largest.weight))}`}</span>
        <Button look="icon" size="small" aria-label={`Hide the weights of ${id}`} onClick={() => toggleWeightLines(id)}>
          <X size={13} aria-hidden="true" />
        </Button>
      </figcaption>
      <div className={styles.drawing} style={{ width: columns.width, height: columns.height }}>
        <svg
          role="img"
          aria-label={`Weights from ${inputs} inputs to ${outputs} units${most}`}
          width={columns.width}
          height={columns.height}
        >
          {lines.map(({ input, output, weight: w, share, width, d }) => (
            <path
              key={`${input} ${output}`}
              d={d}
              stroke={w < 0 ? minus : plus}
              strokeWidth={Math.max(0.5, width)}
              strokeDasharray={w < 0 ? DASHES : undefined}
              opacity={0.25 + 0.75 * share}
            />
          ))}
        </svg>
        <Units place={from} count={inputs} columns={columns} left />
        <Units place={to} count={outputs} columns={columns} />
      </div>
    </figure>
  )
}

const DASHES = "5 3"

interface UnitsProps {
  readonly place: string
  readonly count: number
  readonly columns: UnitColumns
  readonly left?: boolean
}

/** A column of units: what each answers over the plane of two inputs where that is known, else dots. */
function Units({ place, count, columns, left = false }: UnitsProps) {
  const surface = useUnits(({ surfaces }) => surfaces?.get(place))
  const tops = left ? columns.inputs : columns.outputs
  const { side } = columns
  const size = UNIT_GRID ** 2
  const planes = useMemo(
    () =>
      surface === undefined || surface.values.data.length !== count * size
        ? null
        : unitPlanes(surface.values.data, count),
    [surface, count, size],
  )
  const largest = useMemo(() => largestOf(planes ?? []), [planes])
  return tops.map((top, i) => (
    <span
      // biome-ignore lint/suspicious/noArrayIndexKey: units have no name but their place.
      key={i}
      className={styles.unit}
      data-plain={planes === null || undefined}
      style={{ top, left: left ? 0 : columns.width - side, width: side, height: side }}
    >
      {planes === null ? null : (
        <Maps data={planes.subarray(i * size, (i + 1) * size)} sheet={ONE} largest={largest} family="value" />
      )}
    </span>
  ))
}

const ONE = { planes: 1, rows: UNIT_GRID, columns: UNIT_GRID, across: 1, gap: 0, steps: 1 }
