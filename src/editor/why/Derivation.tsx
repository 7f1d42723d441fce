// Where a gradient has been worked out, its derivation can be asked for (DerivationSteps.tsx).

import { lazy, Suspense, useRef, useState } from "react"
import type { Derivable } from "../../engine/explain/derivation.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import { placeName } from "../../graph/wire.ts"
import { unfold } from "../../state/asked.ts"
import { useRun } from "../../state/run/run.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { Button } from "../parts/Button.tsx"
import { Boundary } from "../parts/boundary/Boundary.tsx"
import { Section } from "../parts/Section.tsx"
import { useAnswer } from "../parts/useAnswer.ts"
import { ObjectiveNote } from "./ObjectiveNote.tsx"

const Steps = lazy(async () => ({ default: (await import("./DerivationSteps.tsx")).DerivationSteps }))

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

export function Derivation({ analysis, node }: Props) {
  const result = useRun((state) => (state.phase === "backward" ? state.result : null))
  const [open, setOpen] = useState(false)
  const [chosen, choose] = useState<string | null>(null)
  const place = useRef<HTMLDivElement>(null)
  useAnswer("derive", node.id, () => {
    unfold("Derivation")
    setOpen(true)
    requestAnimationFrame(() => {
      place.current?.closest("section")?.scrollIntoView({ block: "start" })
      place.current?.focus({ preventScroll: true })
    })
  })
  const choices = result === null ? [] : derivablesOf(node, result)
  const choice = choices.find(({ name }) => name === chosen) ?? choices[0]
  if (result === null || choice === undefined) return null
  return (
    <Section
      title="Derivation"
      aside={
        choices.length < 2 ? null : (
          <select aria-label="Gradient to derive" value={choice.name} onChange={(event) => choose(event.target.value)}>
            {choices.map(({ name }) => (
              <option key={name} value={name}>
                ∂L/∂{name.slice(node.id.length + 1)}
              </option>
            ))}
          </select>
        )
      }
    >
      <div ref={place} tabIndex={-1}>
        <ObjectiveNote analysis={analysis} />
        {open ? (
          <Boundary what="The derivation" of={choice.name}>
            <Suspense fallback={null}>
              <Steps key={choice.name} analysis={analysis} result={result} of={choice.of} />
            </Suspense>
          </Boundary>
        ) : (
          <Button onClick={() => setOpen(true)}>Derive ∂L/∂{nodeName(analysis, node.id)} by the chain rule</Button>
        )}
      </div>
    </Section>
  )
}

interface Choice {
  readonly name: string
  readonly of: Derivable
}

/** What of a node has a gradient: its outputs, then its own params. */
function derivablesOf(node: NodeAnalysis, result: ShownRun): readonly Choice[] {
  const outputs = result.names("gradient").flatMap((name): readonly Choice[] => {
    const port = name.startsWith(`${node.id}:`) ? name.slice(node.id.length + 1) : ""
    const [, bare = port, index] = /^(.*)\[(\d+)\]$/.exec(port) ?? []
    if (port === "") return []
    const source = index === undefined ? { node: node.id, port } : { node: node.id, port: bare, index: Number(index) }
    return [{ name: placeName(source), of: source }]
  })
  const params = node.params
    .map(({ name }): Choice => ({ name: `${node.id}.${name}`, of: { node: node.id, param: name } }))
    .filter(({ name }) => result.has("gradient", name) && !name.endsWith(".value"))
  return [...outputs, ...params]
}
