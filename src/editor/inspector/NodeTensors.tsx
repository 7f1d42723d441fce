// The tensors of a node: outputs, params, buffers and what arrives at its ports, each as value and as gradient.

import { useState } from "react"
import { writeCount } from "../../formula/number.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { usePartHidden } from "../../state/hiding.ts"
import type { RunTensor, ShownRun } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import { flatIndex } from "../../tensor/address.ts"
import { Section } from "../parts/Section.tsx"
import quiet from "../parts/styles/quiet.module.css"
import switching from "../parts/styles/switch.module.css"
import { OnesHint } from "../why/OnesHint.tsx"
import { WhyPanel } from "../why/WhyPanel.tsx"
import { LookedTensor } from "./LookedTensor.tsx"
import { NodeFilters } from "./NodeFilters.tsx"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
  readonly entering: readonly Wire[]
  readonly result: ShownRun
  readonly showGradients: boolean
}

/** A longer list cannot be looked through, and takes long to open. */
const MOST_CHOICES = 200

/** One tensor that can be looked at, by its full name. */
interface Choice {
  readonly name: string
  readonly words: string
  readonly value: RunTensor | undefined
  readonly gradient: RunTensor | undefined
}

export function NodeTensors({ analysis, node, entering, result, showGradients }: Props) {
  const choices = choicesOf(node, entering, result)
  const looked = useSession((state) => state.tensor)
  const cell = useSession((state) => state.cell)
  const look = useSession((state) => state.look)
  const hidden = usePartHidden("gradients")
  const [fallbackSide, setFallbackSide] = useState<"value" | "gradient">(showGradients ? "gradient" : "value")
  const choice = choices.find(({ name }) => name === looked?.name) ?? choices[0]
  if (choice === undefined) return null
  const wanted = looked?.name === choice.name ? looked.side : fallbackSide
  const side = wanted === "gradient" && showGradients ? "gradient" : "value"
  const tensor = side === "gradient" ? choice.gradient : choice.value
  const turn = (next: "value" | "gradient") => {
    setFallbackSide(next)
    look({ name: choice.name, side: next }, cell)
  }
  const looking = looked?.name === choice.name && cell !== null ? cell : null
  return (
    <>
      <Section
        title="Tensors"
        aside={<Picker choices={choices} chosen={choice.name} onPick={(name) => look({ name, side })} />}
      >
        {hidden ? null : <Sides side={side} gradients={showGradients} onTurn={turn} />}
        <NodeFilters
          analysis={analysis}
          node={node}
          side={side}
          tensorOf={(name) => choices.find((one) => one.name === name)?.[side]}
        />
        {tensor === undefined ? (
          <p className={quiet.text}>{missing(side, choice)}</p>
        ) : (
          <LookedTensor
            place={{ analysis, result, name: choice.name, side }}
            tensor={tensor}
            words={side === "gradient" ? `∂L/∂(${choice.words})` : choice.words}
            cell={looking}
          />
        )}
        {tensor === undefined || side === "value" ? null : (
          <OnesHint analysis={analysis} result={result} name={choice.name} />
        )}
      </Section>
      {tensor === undefined || looking === null ? null : (
        <WhyPanel
          analysis={analysis}
          result={result}
          cell={{ name: choice.name, side, index: flatIndex(tensor.shape, looking) }}
        />
      )}
    </>
  )
}

interface SidesProps {
  readonly side: "value" | "gradient"
  /** Whether there are any. */
  readonly gradients: boolean
  readonly onTurn: (side: "value" | "gradient") => void
}

function Sides({ side, gradients, onTurn }: SidesProps) {
  return (
    <fieldset className={switching.switch} data-size="wide" aria-label="Value or gradient">
      <button type="button" data-family="value" aria-pressed={side === "value"} onClick={() => onTurn("value")}>
        Value
      </button>
      <button
        type="button"
        data-family="gradient"
        aria-pressed={side === "gradient"}
        disabled={!gradients}
        title={gradients ? "" : "Run Backward first"}
        onClick={() => onTurn("gradient")}
      >
        Gradient
      </button>
    </fieldset>
  )
}

function Picker({
  choices,
  chosen,
  onPick,
}: {
  readonly choices: readonly Choice[]
  readonly chosen: string
  readonly onPick: (name: string) => void
}) {
  if (choices.length < 2) return <span className={quiet.text}>{choices[0]?.words}</span>
  const listed = choices.filter(({ name }, i) => i < MOST_CHOICES || name === chosen)
  const left = choices.length - listed.length
  return (
    <select aria-label="Tensor" value={chosen} onChange={(event) => onPick(event.target.value)}>
      {listed.map(({ name, words }) => (
        <option key={name} value={name}>
          {words}
        </option>
      ))}
      {left === 0 ? null : <option disabled>+ {writeCount(left)} more: choose the wire in the outline</option>}
    </select>
  )
}

function choicesOf(node: NodeAnalysis, entering: readonly Wire[], result: ShownRun): readonly Choice[] {
  const { id } = node
  const outputs = result.names("value").filter((name) => name.startsWith(`${id}:`))
  const kept = [...node.params.filter(({ wired }) => wired === null), ...node.buffers].map(
    ({ name }) => `${id}.${name}`,
  )
  return [
    ...outputs.map((name) => ({
      name,
      words: name.slice(id.length + 1),
      value: result.at("value", name),
      gradient: result.at("gradient", name),
    })),
    ...kept
      .filter((name) => name !== `${id}.value`)
      .map((name) => ({
        name,
        words: name.slice(id.length + 1),
        value: result.at("param", name) ?? result.at("buffer", name),
        gradient: result.at("gradient", name),
      })),
    ...entering.map((wire) => ({
      name: wire.id,
      words: `${wire.to.port}${wire.to.index === undefined ? "" : `[${wire.to.index}]`} ← ${wire.from.node}`,
      value: result.at("value", placeName(wire.from)),
      gradient: result.at("wire", wire.id),
    })),
  ]
}

function missing(side: "value" | "gradient", choice: Choice): string {
  if (side === "gradient")
    return `No gradient reaches ${choice.words}: the target does not depend on it, or it holds indices or a mask.`
  return `${choice.words} has no value: something upstream has a problem.`
}
