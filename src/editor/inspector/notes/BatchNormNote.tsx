// Whose mean and variance a batch norm uses, and how its running ones move.

import { useMemo } from "react"
import { keptTensors } from "../../../engine/pass/tensors.ts"
import { writeNumber } from "../../../formula/number.ts"
import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { placeName, type Source } from "../../../graph/wire.ts"
import type { Mode } from "../../../ops/op.ts"
import { allOf, mapped, type Reading, windowOf } from "../../../state/run/numbers.ts"
import type { RunTensor, ShownRun } from "../../../state/run/shown.ts"
import { around } from "../../../tensor/axis.ts"
import { countIn, type Moments, moments } from "../../../tensor/net/normalize.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { Maths } from "../../maths/Maths.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import { useReading } from "../../parts/useReading.ts"
import styles from "./ModeNote.module.css"
import { attributesOfNode } from "./nodeAttributes.ts"

interface Props {
  readonly node: NodeAnalysis
  readonly mode: Mode
  readonly result: ShownRun | null
}

/** Channels that are listed; the others move alike. */
const MOST = 6

export function BatchNormNote({ node, mode, result }: Props) {
  const attrs = attributesOfNode(node)
  if (attrs.track_running_stats === false) {
    return <p>No running statistics are kept: each batch is standardised by its own mean and variance in both modes.</p>
  }
  const momentum = Number(attrs.momentum ?? 0.1)
  return (
    <>
      <p>
        {mode === "train" ? (
          <>
            Uses the mean and variance of this batch (correction 0). The running ones move by momentum{" "}
            {writeNumber(momentum)}, the variance with correction 1:{" "}
            <Maths tex={`\\bar\\mu \\leftarrow ${movedTex(momentum, "\\bar\\mu", "\\mu")}`} />,{" "}
            <Maths
              tex={`\\bar\\sigma^2 \\leftarrow ${movedTex(momentum, "\\bar\\sigma^2", "\\tfrac{n}{n-1}\\,\\sigma^2")}`}
            />
            .
          </>
        ) : (
          <>
            Uses the running mean <Maths tex="\bar\mu" /> and variance <Maths tex="\bar\sigma^2" />, which stay as they
            are: each sample is treated by itself.
          </>
        )}
      </p>
      {result === null || result.mode !== mode ? (
        <p>Run forward to see the numbers.</p>
      ) : (
        <Moving node={node} result={result} />
      )}
    </>
  )
}

/** What is used, and the running statistics before and after the pass, channel by channel. */
function Moving({ node, result }: { readonly node: NodeAnalysis; readonly result: ShownRun }) {
  const moved = useReading(useMemo(() => movedIn(node, result), [node, result]))
  if (moved.problem !== null) return <p role="alert">{moved.problem}</p>
  return moved.is === undefined ? null : <MovedTable {...moved.is} />
}

interface Moved {
  readonly training: boolean
  /** Channels, those among them that are not listed too. */
  readonly size: number
  /** Numbers that a mean is over. */
  readonly count: number
  readonly used: Moments
  readonly old: Moments
  readonly after: Moments
}

/** Of the input the listed channels are read, and no others. */
function movedIn(node: NodeAnalysis, result: ShownRun): Reading<Moved> | null {
  const input = inputOf(node, result)
  const before = keptTensors(node, null, result.seed, result.dtype).buffers
  const old = { mean: before.get("running_mean"), variance: before.get("running_var") }
  const [mean, variance] = ["running_mean", "running_var"].map((name) => result.at("buffer", `${node.id}.${name}`))
  if (input === undefined || !old.mean || !old.variance || !mean || !variance) return null
  const kept = { mean: old.mean, variance: old.variance }
  const { size } = around(input.shape, 1)
  const listed = input.shape.map((n, axis) => ({ from: 0, to: axis === 1 ? Math.min(MOST, n) : n }))
  const training = result.mode === "train"
  const read = [windowOf(mean), windowOf(variance), ...(training ? [windowOf(input, listed)] : [])]
  return mapped(allOf(read), ([mean, variance, cells]) => {
    const view = around(input.shape, 1)
    const used = cells === undefined ? kept : moments(cells, around(cells.shape, 1))
    const after = { mean: mean ?? kept.mean, variance: variance ?? kept.variance }
    return { training, size, count: countIn(view), used, old: kept, after }
  })
}

function MovedTable({ training, size, count, used, old, after }: Moved) {
  const channels = Array.from({ length: Math.min(MOST, size) }, (_, channel) => channel)
  const arrow = (from: Tensor | undefined, to: Tensor | undefined, at: number): string =>
    training ? `${cell(from, at)} → ${cell(to, at)}` : cell(from, at)
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">c</th>
            <th scope="col" aria-label="mean used">
              <Maths tex="\mu" /> used
            </th>
            <th scope="col" aria-label="variance used">
              <Maths tex="\sigma^2" /> used
            </th>
            <th scope="col" aria-label="running mean">
              <Maths tex="\bar\mu" />
            </th>
            <th scope="col" aria-label="running variance">
              <Maths tex="\bar\sigma^2" />
            </th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel}>
              <th scope="row">{channel}</th>
              <td>{cell(used.mean, channel)}</td>
              <td>{cell(used.variance, channel)}</td>
              <td>{arrow(old.mean, after.mean, channel)}</td>
              <td>{arrow(old.variance, after.variance, channel)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={quiet.text}>
        {training ? `Each over n = ${count} numbers. ` : ""}
        {size > MOST ? `… and ${size - MOST} more channels.` : ""}
      </p>
    </>
  )
}

function movedTex(momentum: number, before: string, now: string): string {
  return `${writeNumber(1 - momentum, 4)}\\,${before} + ${writeNumber(momentum, 4)}\\,${now}`
}

export function InstanceNormNote({ tracks }: { readonly tracks: boolean }) {
  return tracks ? (
    <p>
      In training each channel of each sample is standardised by its own mean and variance, and the running ones move
      towards their average; in evaluation the running ones are used.
    </p>
  ) : (
    <p>The same in train and eval: the statistics are each sample’s own, and nothing is kept.</p>
  )
}

function inputOf(node: NodeAnalysis, result: ShownRun): RunTensor | undefined {
  const source = node.sources.get("input")
  return source === undefined || !isOne(source) ? undefined : result.at("value", placeName(source))
}

function isOne(held: Source | readonly (Source | null)[]): held is Source {
  return "node" in held
}

function cell(tensor: Tensor | undefined, at: number): string {
  return writeNumber(tensor?.data[at] ?? Number.NaN)
}
