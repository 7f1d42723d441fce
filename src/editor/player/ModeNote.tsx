// What train and eval mean for a node: whose mean and variance a batch norm uses and how its running ones move; a
// dropout's mask and scale. Nothing for nodes that do the same in both.

import type { RunResult } from "../../engine/result.ts"
import { keptTensors } from "../../engine/tensors.ts"
import { writeNumber } from "../../formula/number.ts"
import type { NodeAnalysis } from "../../graph/analysis.ts"
import { setSeed } from "../../graph/edit.ts"
import { attributesOf } from "../../graph/shapes.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { Mode } from "../../ops/op.ts"
import { edit, useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import { stats } from "../../state/stats.ts"
import { around } from "../../tensor/axis.ts"
import { countIn, moments } from "../../tensor/normalize.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { Section } from "../inspector/Section.tsx"
import { Maths } from "../maths/Maths.tsx"
import { useLockWords } from "../shell/Editable.tsx"
import { Thumbnail } from "../tensor/Thumbnail.tsx"
import { useDark } from "../theme.ts"
import styles from "./ModeNote.module.css"

interface Props {
  readonly node: NodeAnalysis
  readonly result: RunResult | null
}

export function ModeNote({ node, result }: Props) {
  const mode = useSession((state) => state.mode)
  if (node.op === null || node.state !== "ok") return null
  switch (node.op.kind) {
    case "BatchNorm1d":
    case "BatchNorm2d":
      return (
        <Note mode={mode}>
          <BatchNormNote node={node} mode={mode} result={result} />
        </Note>
      )
    case "Dropout":
    case "Dropout2d":
      return (
        <Note mode={mode}>
          <DropoutNote node={node} mode={mode} result={result} />
        </Note>
      )
    case "LayerNorm":
    case "GroupNorm":
    case "InstanceNorm2d":
    case "RMSNorm":
      return (
        <Note mode={mode}>
          <p>The same in train and eval: the statistics are each sample’s own, and nothing is kept.</p>
        </Note>
      )
    default:
      return null
  }
}

function Note({ mode, children }: { readonly mode: Mode; readonly children: React.ReactNode }) {
  const setMode = useSession((state) => state.setMode)
  const other = mode === "train" ? "eval" : "train"
  return (
    <Section
      title={mode === "train" ? "In training" : "In evaluation"}
      name="Train and eval"
      aside={
        <button type="button" className={styles.button} onClick={() => setMode(other)}>
          Switch to {other}
        </button>
      }
    >
      <div className={styles.note}>{children}</div>
    </Section>
  )
}

interface InnerProps extends Props {
  readonly mode: Mode
}

/** Channels that are listed; the others move alike. */
const MOST = 6

function BatchNormNote({ node, mode, result }: InnerProps) {
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
            Uses the mean and variance of this batch (correction 0), and moves the running ones by{" "}
            {writeNumber(momentum)}:{" "}
            <Maths tex={`\\bar\\mu \\leftarrow ${1 - momentum}\\,\\bar\\mu + ${momentum}\\,\\mu`} />, and{" "}
            <Maths tex="\bar\sigma^2" /> alike, with correction 1.
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
function Moving({ node, result }: { readonly node: NodeAnalysis; readonly result: RunResult }) {
  const input = inputOf(node, result)
  const before = keptTensors(node, null, result.seed, result.dtype).buffers
  const old = { mean: before.get("running_mean"), variance: before.get("running_var") }
  const after = {
    mean: result.buffers.get(`${node.id}.running_mean`),
    variance: result.buffers.get(`${node.id}.running_var`),
  }
  if (input === undefined || !old.mean || !old.variance || !after.mean || !after.variance) return null
  const training = result.mode === "train"
  const view = around(input.shape, 1)
  const used = training ? moments(input, view) : { mean: old.mean, variance: old.variance }
  const channels = Array.from({ length: Math.min(MOST, view.size) }, (_, channel) => channel)
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
      <p className={styles.quiet}>
        {training ? `Each over ${countIn(view)} numbers. ` : ""}
        {view.size > MOST ? `… and ${view.size - MOST} more channels.` : ""}
      </p>
    </>
  )
}

function DropoutNote({ node, mode, result }: InnerProps) {
  const dark = useDark()
  const attrs = attributesOfNode(node)
  const p = Number(attrs.p ?? 0.5)
  if (mode === "eval") return <p>Does nothing: every number passes, times 1.</p>
  const scale = attrs.rescale === false ? 1 : p === 1 ? 0 : 1 / (1 - p)
  const mask = result?.mode === "train" ? result.values.get(`${node.id}:mask`) : undefined
  const kept = mask === undefined ? 0 : Math.round(stats(mask).mean * mask.data.length)
  return (
    <>
      <p>
        Drops each number with probability {writeNumber(p)}; what is kept is multiplied by{" "}
        {scale === 1 ? "1 (not rescaled)" : <strong>{writeNumber(scale, 4)}</strong>}.
      </p>
      {mask === undefined ? (
        <p>Run forward to see the mask.</p>
      ) : (
        <div className={styles.mask}>
          <Thumbnail tensor={mask} family="value" dark={dark} size={120} />
          <p>
            {kept} of {mask.data.length} kept, {mask.data.length - kept} dropped.
            <br />
            <span className={styles.quiet}>Blue is kept; nothing flows back through the others.</span>
          </p>
        </div>
      )}
      <NewMask />
    </>
  )
}

function NewMask() {
  const locked = useLockWords()
  const seed = useDocument((state) => state.document.seed ?? 0)
  return (
    <div className={styles.row}>
      <button
        type="button"
        className={styles.button}
        disabled={locked !== null}
        title={locked ?? "Every other number that is drawn from the seed changes as well"}
        onClick={() => edit("Draw a new mask", (document) => setSeed(document, (document.seed ?? 0) + 1))}
      >
        New mask
      </button>
      <span className={styles.quiet}>seed {seed}</span>
    </div>
  )
}

function attributesOfNode(node: NodeAnalysis): { readonly [name: string]: unknown } {
  return (node.op === null ? null : attributesOf(node.op, node.node).values) ?? {}
}

function inputOf(node: NodeAnalysis, result: RunResult): Tensor | undefined {
  const source = node.sources.get("input")
  return source === undefined || !isOne(source) ? undefined : result.values.get(placeName(source))
}

function isOne(held: Source | readonly (Source | null)[]): held is Source {
  return "node" in held
}

function cell(tensor: Tensor | undefined, at: number): string {
  return writeNumber(tensor?.data[at] ?? Number.NaN)
}
