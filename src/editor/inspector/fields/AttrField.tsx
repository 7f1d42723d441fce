// One attribute: read as it is typed; a wrong text stays in the field with the sentence that says why, and the document
// keeps its last good value. This folder turns typing into edits. What is not valid waits as a draft and never reaches the
// document.

import { memo } from "react"
import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { setAttr } from "../../../graph/edit/edit.ts"
import { withoutOutgrown } from "../../../graph/repairs/misfits.ts"
import { type AttrSpec, type Json, show } from "../../../ops/attributes/attrs.ts"
import { knownOps } from "../../../ops/known.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { edit, endGesture } from "../../../state/document.ts"
import { keepDraft, useDrafts } from "../../../state/drafts.ts"
import { say } from "../../../state/messages.ts"
import { AttrControl } from "./AttrControl.tsx"
import { readAttrText, writeAttr } from "./attrText.ts"
import fields from "./fields.module.css"

interface Props {
  readonly node: string
  /** Nodes that are set with it. */
  readonly others?: readonly string[]
  readonly name: string
  readonly spec: AttrSpec<unknown>
  /** As the document has it; `undefined` where the op's own default holds. */
  readonly raw: Json | undefined
  /** They differ: nothing is shown until something is set for all. */
  readonly mixed?: boolean
}

const ALONE: readonly string[] = []

export const AttrField = memo(function AttrField({ node, others = ALONE, name, spec, raw, mixed }: Props) {
  const all = [node, ...others]
  const field = `${all.join(" ")}.${name}`
  const draft = useDrafts((state) => state.drafts.get(field))
  const value = mixed ? undefined : raw === undefined ? spec.fallback : raw
  const text = draft ?? (value === undefined ? "" : writeAttr(value))
  const attempt = draft === undefined ? value : readAttrText(spec.control, draft)
  const read = attempt === undefined ? { problem: "must be set" } : spec.read(attempt)
  const problem = "problem" in read && (draft !== undefined || !mixed) ? read.problem : null

  const whose = others.length === 0 ? node : `${all.length} nodes`
  const write = (next: Json) => {
    const set = (d: GradwireDocument) => all.reduce((before, id) => setAttr(before, id, name, next), d)
    edit(`Set ${name} of ${whose}`, (d) => drawnWhereOutgrown(set(d)), { key: field })
  }
  const type = (typed: string) => {
    const next = readAttrText(spec.control, typed)
    const fine = "value" in spec.read(next)
    keepDraft(field, typed)
    if (fine) write(next)
  }
  const leave = () => {
    endGesture()
    if (problem === null) keepDraft(field, null)
  }
  const id = `attr-${field}`
  return (
    <div className={fields.attr}>
      <label htmlFor={id} title={spec.doc}>
        {name}
      </label>
      <AttrControl
        id={id}
        spec={spec}
        text={text}
        value={value}
        invalid={problem !== null}
        onType={type}
        onPick={write}
        onLeave={leave}
      />
      {problem === null ? null : (
        <p id={`${id}-problem`} className={fields.attrProblem} role="alert">
          {problem}
          {draft === undefined || value === undefined ? "" : `; ${show(value)} stays in use`}
        </p>
      )}
      <p className={fields.attrDoc}>{mixed && draft === undefined ? `They differ. ${spec.doc}` : spec.doc}</p>
    </div>
  )
})

/** Numbers that were learned at another size are drawn anew, and somebody is told. */
function drawnWhereOutgrown(edited: GradwireDocument): GradwireDocument {
  const { analysis } = useAnalysis.getState()
  const { document, nodes } = withoutOutgrown(edited, analysis, (one) => analyze(one, knownOps, analysis.mode))
  if (nodes.length > 0) {
    const whose = nodes.length > 3 ? `${nodes.length} nodes` : nodes.join(", ")
    say(`What ${whose} had learned does not fit any more: drawn anew. Undo brings it back.`)
  }
  return document
}
