// Nothing is selected: the document itself.

import { type SeedUse, seedUse, someNames } from "../../engine/seedUse.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { readNodes } from "../../graph/document.ts"
import { setDescription, setSeed, setTarget, setTitle } from "../../graph/edit/edit.ts"
import { readSeed, SEED_RULE } from "../../graph/values/seed.ts"
import { placeName } from "../../graph/wire.ts"
import { edit } from "../../state/document.ts"
import { Editable } from "../parts/Editable.tsx"
import { Section } from "../parts/Section.tsx"
import styles from "../parts/styles/panel.module.css"
import quiet from "../parts/styles/quiet.module.css"
import fields from "./fields/fields.module.css"
import { TextField } from "./fields/TextField.tsx"

export function DocumentPanel({ analysis }: { readonly analysis: Analysis }) {
  const { document, target } = analysis
  const nodes = readNodes(document)
  return (
    <>
      <header className={styles.head}>
        <h2>{document.title || "Untitled"}</h2>
        <p className={quiet.text}>{document.description ?? "Select a node or a wire to see its numbers."}</p>
      </header>
      <Section title="Document">
        <Editable>
          <TextField
            label="title"
            value={document.title ?? ""}
            onCommit={(text) => edit("Rename the document", (d) => setTitle(d, text))}
          />
          <TextField
            label="about"
            value={document.description ?? ""}
            onCommit={(text) => edit("Describe the document", (d) => setDescription(d, text))}
          />
          <TextField
            label="seed"
            value={String(document.seed ?? 0)}
            check={(text) => (readSeed(text) === null ? `A seed is ${SEED_RULE}.` : null)}
            onCommit={(text) => edit("Change the seed", (d) => setSeed(d, readSeed(text) ?? undefined))}
          />
          <div className={fields.textField}>
            <label>
              <span>target</span>
              <select
                value={target === null ? "" : target.node}
                onChange={(event) => edit("Choose a target", (d) => setTarget(d, event.target.value))}
              >
                {target === null ? <option value="">choose where backward starts</option> : null}
                {nodes.map(({ id }) => (
                  <option key={id}>{id}</option>
                ))}
              </select>
            </label>
          </div>
        </Editable>
        <p className={quiet.text}>{seedWords(seedUse(analysis))}</p>
        {target === null ? null : <p className={quiet.text}>Backward starts at {placeName(target)}.</p>}
      </Section>
    </>
  )
}

/** What another seed changes. */
function seedWords({ drawn }: SeedUse): string {
  return drawn.length === 0
    ? "Another seed changes nothing: no number here is drawn from it."
    : `Drawn from the seed: ${someNames(drawn)}.`
}
