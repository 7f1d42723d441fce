// What is swept: places that take the values, the values, how often, what runs, and what is read. Part of the document.

import { useMemo } from "react"
import { idleSeeds } from "../../../engine/sweep/idleSeeds.ts"
import { sweepPlaces } from "../../../engine/sweep/place.ts"
import type { SweepValues } from "../../../graph/document.ts"
import { setPart } from "../../../graph/edit/nodeReferences.ts"
import { choice, int } from "../../../ops/attributes/attrs.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { FRESH_SWEEP } from "../../../state/run/sweep.ts"
import { ChoiceField } from "../../inspector/fields/ChoiceFields.tsx"
import { useLockWords } from "../../parts/Editable.tsx"
import styles from "../training/styles/settings.module.css"
import type { ChangeSweep } from "./change.ts"
import { PlaceFields } from "./PlaceFields.tsx"
import { ReadoutFields } from "./ReadoutFields.tsx"
import { ValuesField } from "./ValuesField.tsx"

const REPEATS = int({ doc: "Seeds at each value, counted up from the document's.", fallback: 1, min: 1, max: 10_000 })
const RUN = choice(["forward", "backward", "train"], { doc: "What is done at each point.", fallback: "backward" })
const MODE = choice(["train", "eval"], { doc: "How layers behave.", fallback: "train" })

export function SweepFields({ disabled }: { readonly disabled: boolean }) {
  const locked = useLockWords()
  const document = useDocument((state) => state.document)
  const sweep = document.sweep ?? FRESH_SWEEP
  const change: ChangeSweep = (part, words, key) =>
    edit(`Set ${words} of the sweep`, (d) => setPart(d, "sweep", { ...(d.sweep ?? FRESH_SWEEP), ...part }), {
      key: `sweep.${key}`,
    })
  const idle = useMemo(() => idleSeeds({ ...document, sweep }, { dtype: "float32" }), [document, sweep])
  return (
    <fieldset
      className={styles.settings}
      disabled={disabled || locked !== null}
      title={locked ?? undefined}
      aria-label="What is swept"
    >
      <PlaceFields set={sweep.set} places={sweepPlaces(document)} onChange={change} />
      <ValuesField
        values={sweep.values}
        onChange={(values: SweepValues, key) => change({ values }, "the values", key)}
      />
      <div className={styles.choice}>
        <ChoiceField
          field="sweep.repeats"
          label="seeds"
          spec={REPEATS}
          raw={sweep.repeats}
          onChange={(value) => typeof value === "number" && change({ repeats: value }, "the seeds", "repeats")}
        />
        <ChoiceField
          field="sweep.run"
          label="run"
          spec={RUN}
          raw={sweep.run}
          onChange={(value) => {
            const run = (["forward", "backward", "train"] as const).find((word) => word === value)
            if (run !== undefined) change({ run }, "the run", "run")
          }}
        />
        <ChoiceField
          field="sweep.mode"
          label="mode"
          spec={MODE}
          raw={sweep.mode}
          onChange={(value) => change({ mode: value === "eval" ? "eval" : "train" }, "the mode", "mode")}
        />
      </div>
      {idle === null ? null : (
        <p className={styles.note} role="note">
          {idle}
        </p>
      )}
      <ReadoutFields readouts={sweep.readouts} trains={sweep.run === "train"} onChange={change} />
    </fieldset>
  )
}
