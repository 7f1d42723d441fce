// Factors on the learning rate for single nodes; 0 freezes one.

import { setPart } from "../../../../graph/edit/nodeReferences.ts"
import { number } from "../../../../ops/attributes/attrs.ts"
import { useAnalysis } from "../../../../state/analysis.ts"
import { edit, useDocument } from "../../../../state/document.ts"
import { ChoiceField } from "../../../inspector/fields/ChoiceFields.tsx"
import { Button } from "../../../parts/Button.tsx"
import styles from "../styles/settings.module.css"

const FACTOR = number({ doc: "On the learning rate of this node; 0 freezes it.", fallback: 1, min: 0, max: 1e6 })

export function Multipliers() {
  const multipliers = useDocument((state) => state.document.training?.multipliers) ?? {}
  const nodes = useAnalysis(({ analysis }) => analysis.nodes)
  const learning = [...nodes.values()]
    .filter(({ params }) => params.some(({ wired }) => wired === null))
    .map(({ id }) => id)
  const others = learning.filter((id) => !Object.hasOwn(multipliers, id))
  const set = (name: string, factor: number | undefined) =>
    edit(
      `Set the rate of ${name}`,
      (d) => {
        const { [name]: _, ...rest } = d.training?.multipliers ?? {}
        const next = factor === undefined ? rest : { ...d.training?.multipliers, [name]: factor }
        return setPart(d, "training", { ...d.training, multipliers: next })
      },
      { key: `training.multipliers.${name}` },
    )
  if (learning.length === 0) return null
  return (
    <div className={styles.choice}>
      <label className={styles.row}>
        <span>Rates of nodes</span>
        <select
          value=""
          aria-label="Give a node a rate of its own"
          disabled={others.length === 0}
          onChange={(event) => set(event.target.value, 1)}
        >
          <option value="">add…</option>
          {others.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </label>
      {Object.entries(multipliers).map(([name, factor]) => (
        <div key={name} className={styles.factor}>
          <ChoiceField
            field={`training.multipliers.${name}`}
            label={name}
            spec={FACTOR}
            raw={factor}
            onChange={(value) => typeof value === "number" && set(name, value)}
          />
          <Button
            look="icon"
            size="small"
            aria-label={`${name} as all others`}
            title="As all others"
            onClick={() => set(name, undefined)}
          >
            ×
          </Button>
        </div>
      ))}
    </div>
  )
}
