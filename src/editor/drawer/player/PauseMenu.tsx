// When the player is to stand still by itself, and a way to the next place where it would.

import { Popover } from "@base-ui/react/popover"
import { Bug } from "lucide-react"
import { useId, useState } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { setFollows, setRule, togglePause } from "../../../state/player/choosing.ts"
import type { PauseRules, RuleName } from "../../../state/player/pauseRules.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { Button } from "../../parts/Button.tsx"
import { useEnabled } from "../../parts/useEnabled.ts"
import styles from "./PauseMenu.module.css"

const findNext = commandNamed("player.findNext")

interface Row {
  readonly name: RuleName
  readonly words: string
  readonly unit?: string
  /** What is typed is this many times what is kept. */
  readonly times?: number
}
const ROWS: readonly Row[] = [
  { name: "nonFinite", words: "NaN or ∞ appears" },
  { name: "dead", words: "a ReLU's outputs are 0, at least", unit: "%", times: 100 },
  { name: "low", words: "RMS of a gradient is below" },
  { name: "high", words: "RMS of a gradient is above" },
]

export function PauseMenu() {
  const rules = usePlayer((state) => state.rules)
  const follows = usePlayer((state) => state.follows)
  const stops = usePlayer((state) => state.stops)
  const on = ROWS.filter(({ name }) => rules[name].on).length + stops.length
  const mayFind = useEnabled(findNext)
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.pauseTrigger} title="When the player pauses by itself">
        <Bug size={14} aria-hidden="true" /> Pause when
        <span className={styles.count}>{on}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className={styles.positioner}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.popupTitle}>Pause when</Popover.Title>
            {ROWS.map((row) => (
              <Rule key={row.name} row={row} rules={rules} />
            ))}
            {stops.map((node) => (
              <label key={node} className={styles.rule}>
                <input type="checkbox" checked onChange={() => togglePause(node)} />
                <span>at {node}</span>
              </label>
            ))}
            <Button look="text" disabled={!mayFind} onClick={() => void findNext.run()}>
              Go to the next such step
            </Button>
            <label className={styles.rule}>
              <input type="checkbox" checked={follows} onChange={(event) => setFollows(event.target.checked)} />
              <span>Show each step in the inspector</span>
            </label>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function written(x: number): string {
  return x === 0 || (x >= 1e-3 && x < 1e6) ? String(x) : x.toExponential()
}

function Rule({ row, rules }: { readonly row: Row; readonly rules: PauseRules }) {
  const { name, words, unit, times = 1 } = row
  const { on, at } = rules[name]
  const [draft, setDraft] = useState<string | null>(null)
  const id = useId()
  const commit = () => {
    const typed = Number(draft)
    if (draft !== null && draft.trim() !== "" && Number.isFinite(typed) && typed >= 0)
      setRule(name, { at: typed / times })
    setDraft(null)
  }
  return (
    <div className={styles.rule}>
      <input id={id} type="checkbox" checked={on} onChange={(event) => setRule(name, { on: event.target.checked })} />
      <label htmlFor={id}>{words}</label>
      {name === "nonFinite" ? null : (
        <input
          type="text"
          inputMode="decimal"
          className={styles.threshold}
          aria-label={`${words}: threshold`}
          value={draft ?? written(at * times)}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === "Enter" && commit()}
        />
      )}
      <span>{unit}</span>
    </div>
  )
}
