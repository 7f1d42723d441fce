// Several nodes at once, or a group: what they are together, what is done with them, and the settings that all of them have.

import { useMemo } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { writeBytes, writeCount } from "../../../formula/number.ts"
import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import type { GroupDocument } from "../../../graph/document.ts"
import { fold, groupsAround } from "../../../graph/edit/fold.ts"
import { setGroup } from "../../../graph/edit/groupEdits.ts"
import { findNode } from "../../../graph/edit/update.ts"
import { type Cost, costs, totalCost } from "../../../graph/measure/costs.ts"
import { paramCount, totalCount } from "../../../graph/measure/counts.ts"
import { edit } from "../../../state/document.ts"
import { CommandButton } from "../../parts/CommandButton.tsx"
import { Editable } from "../../parts/Editable.tsx"
import { Section } from "../../parts/Section.tsx"
import styles from "../../parts/styles/panel.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { AttrField } from "../fields/AttrField.tsx"
import { TextField } from "../fields/TextField.tsx"
import { OverlayNote } from "../notes/OverlayNote.tsx"
import bar from "./SeveralPanel.module.css"
import { sharedAttrs } from "./sharedAttrs.ts"

const ALIGN = ["left", "centre", "right", "top", "middle", "bottom", "spreadAcross", "spreadDown"].map((name) =>
  commandNamed(`arrange.${name}`),
)
const TOGETHER = ["graph.group", "file.shareSelection", "edit.duplicate", "edit.remove"].map(commandNamed)
const GROUP = ["graph.expand", "graph.collapse", "graph.ungroup"].map(commandNamed)

export function SeveralPanel({ analysis, ids }: { readonly analysis: Analysis; readonly ids: readonly string[] }) {
  const group = useMemo(() => groupOf(analysis, ids), [analysis, ids])
  const nodes = useMemo(() => ids.flatMap((id) => analysis.nodes.get(id) ?? []), [analysis, ids])
  const shared = useMemo(() => sharedAttrs(nodes), [nodes])
  const [first] = nodes
  return (
    <>
      <header className={styles.head}>
        <h2>{group === null ? `${ids.length} nodes` : (group.label ?? group.id)}</h2>
        <p className={quiet.text}>{kindsOf(analysis, ids, group !== null)}</p>
        {group === null ? null : (
          <Editable>
            <TextField
              key={group.id}
              label="name"
              value={group.label ?? ""}
              placeholder={group.id}
              onCommit={(label) => edit(`Rename ${group.label ?? group.id}`, (d) => setGroup(d, group.id, { label }))}
            />
          </Editable>
        )}
      </header>
      <div className={bar.bar}>
        {(group === null ? [...ALIGN, ...TOGETHER] : [...GROUP, ...TOGETHER.slice(1)]).map((command) => (
          <CommandButton key={command.id} command={command} look="icon" />
        ))}
      </div>
      <OverlayNote ids={ids} />
      <Together analysis={analysis} nodes={nodes} />
      {first === undefined || shared.length === 0 ? null : (
        <Section title="Shared settings">
          <Editable>
            {shared.map(({ name, spec, raw, mixed }) => (
              <AttrField
                key={`${ids.join(" ")} ${name}`}
                node={first.id}
                others={ids.slice(1)}
                name={name}
                spec={spec}
                raw={raw}
                mixed={mixed}
              />
            ))}
          </Editable>
        </Section>
      )}
    </>
  )
}

/** What they come to together, and of all there is. */
function Together({ analysis, nodes }: { readonly analysis: Analysis; readonly nodes: readonly NodeAnalysis[] }) {
  const each = useMemo(() => costs(analysis), [analysis])
  const whole = totalCost(each.values())
  const own = totalCost(nodes.flatMap(({ id }) => each.get(id) ?? []))
  const params = nodes.reduce((sum, node) => sum + (paramCount(node)?.count ?? 0), 0)
  const rows = [
    ["params", writeCount(params), params, totalCount(analysis)],
    ["MACs", writeCount(own.macs), own.macs, whole.macs],
    ["memory of a training step", writeBytes(bytesOf(own)), bytesOf(own), bytesOf(whole)],
  ] as const
  return (
    <Section title="Together">
      <dl className={styles.facts}>
        {rows.map(([word, text, part, all]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>
              {text}
              {all > 0 ? <span className={bar.share}>{shareOf(part, all)}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function bytesOf({ memory }: Cost): number {
  return memory.params + memory.gradients + memory.buffers + memory.activations
}

/** `41 %`; what is not nothing and not all is never rounded to it. */
function shareOf(part: number, all: number): string {
  const percent = (100 * part) / all
  if (percent > 0 && percent < 1) return "< 1 %"
  return percent < 100 && percent > 99 ? "> 99 %" : `${Math.round(percent)} %`
}

/** The group, the outermost of several, that holds exactly these nodes. */
function groupOf({ document }: Analysis, ids: readonly string[]): GroupDocument | null {
  const chosen = new Set(ids)
  const [first] = ids
  const groups = new Map((document.groups ?? []).map((group) => [group.id, group]))
  const around = first === undefined ? [] : groupsAround(groups, findNode(document, first)?.group)
  const { cards, frames } = fold(document)
  const card = cards.find(({ members }) => members.length === ids.length && members.every((id) => chosen.has(id)))
  if (card !== undefined) return card.group
  const frame = frames.find(
    ({ group, members }) =>
      around.includes(group) && members.length === ids.length && members.every((id) => chosen.has(id)),
  )
  return frame?.group ?? null
}

function kindsOf(analysis: Analysis, ids: readonly string[], counted: boolean): string {
  const kinds = new Map<string, number>()
  for (const id of ids) {
    const kind = analysis.nodes.get(id)?.node.op ?? "unreadable"
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  const words = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ")
  return counted ? `${ids.length} nodes: ${words}` : words
}
