// How the graph is trained: data, optimizer, length of the run. All of it is part of the document; while a training runs it
// is left alone. This folder edits; what a choice means is said by its optimizer or source of data.

import { clips } from "../../../../engine/optimizers/clipping.ts"
import { optimizers } from "../../../../engine/optimizers/registry.ts"
import { schedules } from "../../../../engine/optimizers/schedules.ts"
import { DEFAULT_EPOCHS } from "../../../../engine/train/plan.ts"
import { DEFAULT_OPTIMIZER, DEFAULT_SCHEDULE } from "../../../../engine/train/settings/choices.ts"
import type { Choice, TrainingDocument } from "../../../../graph/document.ts"
import { setPart } from "../../../../graph/edit/nodeReferences.ts"
import { bool, int, type Json, optional } from "../../../../ops/attributes/attrs.ts"
import { edit, useDocument } from "../../../../state/document.ts"
import { isRunning, useTraining } from "../../../../state/training/training.ts"
import { type ChoiceFamily, ChoiceField, ChoiceFields } from "../../../inspector/fields/ChoiceFields.tsx"
import { useLockWords } from "../../../parts/Editable.tsx"
import styles from "../styles/settings.module.css"
import { DataFields } from "./DataFields.tsx"
import { Multipliers } from "./Multipliers.tsx"

const LENGTH = {
  epochs: int({ doc: "Passes over the examples.", fallback: DEFAULT_EPOCHS, min: 1, max: 1_000_000 }),
  batch_size: optional(int({ doc: "Examples a step; none: all of them.", min: 1 })),
  drop_last: bool({
    doc: "Leave out the last batch of an epoch where it would be smaller than the others.",
    fallback: false,
  }),
  shuffle: bool({ doc: "A new order of the examples in each epoch.", fallback: true }),
  redraw: bool({ doc: "Inputs without values and without data are drawn anew for each step.", fallback: false }),
}
const NO_CLIP: ChoiceFamily = { kind: "none", title: "none", summary: "Gradients are used as they are.", attrs: {} }
const CLIPS: ReadonlyMap<string, ChoiceFamily> = new Map([["none", NO_CLIP], ...clips])
const NONE: Choice = { kind: "none" }

export function Settings() {
  const locked = useLockWords()
  const training = useDocument((state) => state.document.training) ?? {}
  const running = useTraining(isRunning)
  const set = (part: Partial<TrainingDocument>, words: string, key: string) =>
    edit(`Set ${words}`, (d) => setPart(d, "training", { ...d.training, ...part }), { key })
  return (
    <fieldset
      className={styles.settings}
      disabled={running || locked !== null}
      title={locked ?? undefined}
      aria-label="How it is trained"
    >
      {running ? <p className={styles.note}>Pause to change how it is trained.</p> : null}
      <DataFields />
      <ChoiceFields
        label="Optimizer"
        name="training.optimizer"
        families={optimizers}
        choice={training.optimizer ?? DEFAULT_OPTIMIZER}
        onChange={(optimizer, key) => set({ optimizer }, "the optimizer", key)}
      />
      <ChoiceFields
        label="Rate"
        name="training.schedule"
        families={schedules}
        choice={training.schedule ?? DEFAULT_SCHEDULE}
        onChange={(schedule, key) => set({ schedule }, "the schedule of the rate", key)}
      />
      <ChoiceFields
        label="Clipping"
        name="training.clip"
        families={CLIPS}
        choice={training.clip ?? NONE}
        onChange={(clip, key) =>
          edit(
            "Set the clipping",
            (d) => {
              const { clip: _, ...rest } = d.training ?? {}
              return setPart(d, "training", clip.kind === "none" ? rest : { ...rest, clip })
            },
            { key },
          )
        }
      />
      <Length training={training} set={set} />
      <Multipliers />
    </fieldset>
  )
}

function Length({
  training,
  set,
}: {
  readonly training: TrainingDocument
  readonly set: (part: Partial<TrainingDocument>, words: string, key: string) => void
}) {
  const write = (name: keyof typeof LENGTH, value: Json) => {
    // Each value was read by the spec of its own name.
    set({ [name]: value } as Partial<TrainingDocument>, name.replace("_", " "), `training.${name}`)
  }
  return (
    <div className={styles.choice}>
      <p className={styles.row}>
        <span>Run</span>
      </p>
      {(["epochs", "batch_size", "drop_last", "shuffle", "redraw"] as const).map((name) => (
        <ChoiceField
          key={name}
          field={`training.${name}`}
          label={name}
          spec={LENGTH[name]}
          raw={training[name]}
          onChange={(value) => write(name, value)}
        />
      ))}
    </div>
  )
}
