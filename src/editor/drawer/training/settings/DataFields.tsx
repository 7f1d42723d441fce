// Where the examples come from, which Input takes which field, and how many are held back.

import { useMemo } from "react"
import { withFeeds } from "../../../../engine/data/feeding.ts"
import { isDataProblem, planData } from "../../../../engine/data/make.ts"
import { inputsOf } from "../../../../engine/data/places.ts"
import { dataSources } from "../../../../engine/data/registry.ts"
import type { Choice, DataDocument } from "../../../../graph/document.ts"
import { setPart } from "../../../../graph/edit/nodeReferences.ts"
import { number } from "../../../../ops/attributes/attrs.ts"
import { useAnalysis } from "../../../../state/analysis.ts"
import { edit, useDocument } from "../../../../state/document.ts"
import { type ChoiceFamily, ChoiceField, ChoiceFields } from "../../../inspector/fields/ChoiceFields.tsx"
import styles from "../styles/settings.module.css"
import { DataValues } from "./DataValues.tsx"
import { useUnfed } from "./useUnfed.ts"

const AS_DRAWN: ChoiceFamily = {
  kind: "none",
  title: "Inputs as they are",
  summary: "One batch: the numbers that the Inputs hold.",
  attrs: {},
}
const SOURCES: ReadonlyMap<string, ChoiceFamily> = new Map([["none", AS_DRAWN], ...dataSources])
const NONE: Choice = { kind: "none" }
const VALIDATION = number({
  doc: "Share of the examples that is kept for validation.",
  fallback: 0,
  min: 0,
  max: 0.99,
})

export function DataFields() {
  const data = useDocument((state) => state.document.data)
  const choose = (source: Choice, key: string) => {
    const { analysis } = useAnalysis.getState()
    edit(
      "Set the data",
      (d) => setPart(d, "data", source.kind === "none" ? undefined : withFeeds(withSource(d.data, source), analysis)),
      { key },
    )
  }
  return (
    <div className={styles.choice}>
      <ChoiceFields
        label="Data"
        name="data.source"
        families={SOURCES}
        choice={data?.source ?? NONE}
        onChange={choose}
      />
      {data === undefined ? null : <Fed data={data} />}
    </div>
  )
}

/** Another kind has other fields, so who was fed what is forgotten with it. */
function withSource(data: DataDocument | undefined, source: Choice): DataDocument {
  if (data === undefined || data.source.kind !== source.kind) return { ...data, source, feeds: {} }
  return { ...data, source }
}

function Fed({ data }: { readonly data: DataDocument }) {
  const analysis = useAnalysis((state) => state.analysis)
  const plan = useMemo(() => planData(data), [data])
  const problem = isDataProblem(plan) ? plan : null
  const fields = isDataProblem(plan) ? [] : Object.entries(plan.plan.fields)
  const inputs = inputsOf(analysis)
  const unfed = useUnfed()
  const feed = (field: string, input: string) =>
    edit(`Feed ${field} to ${input || "nothing"}`, (d) => {
      if (d.data === undefined) return d
      const others = Object.entries(d.data.feeds).filter(([id, name]) => name !== field && id !== input)
      return setPart(d, "data", {
        ...d.data,
        feeds: Object.fromEntries(input === "" ? others : [...others, [input, field]]),
      })
    })
  return (
    <>
      {data.source.kind === "values" ? <DataValues data={data} /> : null}
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem.sentence}
        </p>
      )}
      {unfed.map(({ node, sentence }) => (
        <p key={node} className={styles.problem} role="status">
          {sentence}
        </p>
      ))}
      {fields.map(([field, { doc, shape }]) => (
        <label key={field} className={styles.row} title={doc}>
          <span className={styles.feed}>
            {field}
            {shape.length > 0 ? ` ${shape.join("×")}` : ""} →
          </span>
          <select
            value={Object.keys(data.feeds).find((id) => data.feeds[id] === field) ?? ""}
            onChange={(event) => feed(field, event.target.value)}
          >
            <option value="">no Input</option>
            {inputs.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      ))}
      <ChoiceField
        field="data.validation"
        label="validation"
        spec={VALIDATION}
        raw={data.validation}
        onChange={(value) =>
          edit(
            "Set the share for validation",
            (d) =>
              d.data === undefined || typeof value !== "number"
                ? d
                : setPart(d, "data", { ...d.data, validation: value }),
            { key: "data.validation" },
          )
        }
      />
    </>
  )
}
