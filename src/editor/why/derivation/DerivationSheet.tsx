// The derivation of one gradient: a sheet below the graph, as wide as its lines, so that the wires of a term are seen beside
// it; in a small window it takes the window. This folder sets what engine/explain derives and derives nothing itself.

import { X } from "lucide-react"
import { useEffect, useMemo, useRef } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { type Derivation, derivationTex, derive } from "../../../engine/explain/derivation.ts"
import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { placeName } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { say, warn } from "../../../state/messages.ts"
import { renamingOf } from "../../../state/player/renaming.ts"
import { reading } from "../../../state/run/reading.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { Boundary } from "../../parts/boundary/Boundary.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import { useReading } from "../../parts/useReading.ts"
import { ObjectiveNote } from "../ObjectiveNote.tsx"
import { DerivationSteps } from "./DerivationSteps.tsx"
import { derivablesOf } from "./derivables.ts"
import styles from "./sheet.module.css"

/** A node that is called otherwise keeps its derivation open, under its new id. */
function followRenames(): () => void {
  return useDocument.subscribe(({ document }, before) => {
    const { derivation, setDerivation } = useSession.getState()
    const renaming = derivation === null ? null : renamingOf(before.document, document)
    if (derivation === null || renaming === null) return
    const { node, gradient } = derivation
    setDerivation({ node: renaming.id(node), gradient: gradient === null ? null : renaming.name(gradient) })
  })
}

export function DerivationSheet() {
  useEffect(followRenames, [])
  const open = useSession((state) => state.derivation)
  const analysis = useAnalysis((state) => state.structure)
  const hidden = [usePartHidden("formulas"), usePartHidden("gradients")].includes(true)
  const node = open === null ? undefined : analysis.nodes.get(open.node)
  const gone = open !== null && (node === undefined || hidden)
  useEffect(() => {
    if (gone) close()
  }, [gone])
  return open === null || node === undefined || hidden ? null : (
    <Sheet key={open.node} analysis={analysis} node={node} gradient={open.gradient} />
  )
}

const PRINT = commandNamed("file.print")

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
  readonly gradient: string | null
}

function Sheet({ analysis, node, gradient }: Props) {
  const result = useRun((state) => (state.phase === "backward" ? state.result : null))
  const choices = useMemo(() => (result === null ? [] : derivablesOf(node, result)), [node, result])
  const choice = choices.find(({ name }) => name === gradient) ?? choices[0]
  const of = choice?.of
  const read = useReading(
    useMemo(
      () => (of === undefined || result === null ? null : reading(result, (run) => derive(analysis, run, of))),
      [analysis, result, of],
    ),
  )
  const derivation = of === undefined ? null : (read.is ?? null)
  const place = useRef<HTMLDivElement>(null)
  useFocus(place)
  return (
    <div className={styles.sheet}>
      <header className={styles.head}>
        <h2>Derivation of</h2>
        {choices.length < 2 ? (
          <span className={styles.name}>∂L/∂{choice?.of.node ?? node.id}</span>
        ) : (
          <select
            aria-label="Gradient to derive"
            value={choice?.name}
            onChange={(event) => useSession.getState().setDerivation({ node: node.id, gradient: event.target.value })}
          >
            {choices.map(({ name }) => (
              <option key={name} value={name}>
                ∂L/∂{name.replace(/:(?:output|value)$/, "")}
              </option>
            ))}
          </select>
        )}
        <span className={styles.room} />
        {derivation === null ? null : (
          <>
            <Button onClick={() => copyDerivation(derivation)}>Copy as LaTeX</Button>
            <span className={styles.print}>
              <CommandButton command={PRINT} />
            </span>
          </>
        )}
        <Button look="icon" size="bar" aria-label="Close the derivation" onClick={close}>
          <X size={18} aria-hidden="true" />
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and takes the focus when it opens */}
      <section ref={place} className={styles.body} tabIndex={0} aria-label="Steps of the derivation">
        <div className={styles.page}>
          {choice === undefined || derivation === null ? (
            <p className={quiet.text}>
              {choice === undefined ? "Run Backward to derive the gradient." : (read.problem ?? "Reading the numbers…")}
            </p>
          ) : (
            <Boundary what="The derivation" of={choice.name}>
              <ObjectiveNote analysis={analysis} />
              <DerivationSteps
                analysis={analysis}
                derivation={derivation}
                of={choice.of}
                shape={"param" in choice.of ? undefined : result?.at("gradient", placeName(choice.of))?.shape}
              />
            </Boundary>
          )}
        </div>
      </section>
    </div>
  )
}

function close(): void {
  useSession.getState().setDerivation(null)
}

function copyDerivation(derivation: Derivation): void {
  navigator.clipboard.writeText(derivationTex(derivation)).then(
    () => say("Copied the derivation as LaTeX."),
    () => warn("The browser refused to copy."),
  )
}

/** Takes the focus, closes at Escape wherever nothing else waits for it, and gives the focus back. */
function useFocus(place: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    place.current?.focus({ preventScroll: true })
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || waits(event.target)) return
      event.preventDefault()
      event.stopPropagation()
      close()
    }
    addEventListener("keydown", onKey, true)
    return () => {
      removeEventListener("keydown", onKey, true)
      useSession.getState().light([])
      const at = document.activeElement
      if (at !== null && at !== document.body && at.isConnected) return
      const back = before instanceof HTMLElement && before !== document.body && before.isConnected ? before : null
      const canvas = document.querySelector<HTMLElement>(".react-flow")
      ;(back ?? canvas)?.focus({ preventScroll: true })
    }
  }, [place])
}

/** What has an Escape of its own: a field that is typed into, a menu, a dialog. */
function waits(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, [role="menu"], [role="listbox"], [role="dialog"]') !== null
  )
}
