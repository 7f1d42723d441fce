// What a link or a file is sent with. Nothing here changes the open document.

import type { ReactNode } from "react"
import {
  type Choice,
  HIDEABLE_PARTS,
  hideableCommands,
  type SendOptions,
} from "../../../commands/file/saving/sharing.ts"
import { useCamera } from "../../../state/camera.ts"
import { SeedChoice } from "./SeedChoice.tsx"
import styles from "./SharePanel.module.css"

interface Props {
  readonly options: SendOptions
  readonly seed: number
  readonly onChange: (options: SendOptions) => void
}

export function SendChoices({ options, seed, onChange }: Props) {
  const { camera, readOnly, hide } = options
  const place = () => useCamera.getState().camera?.place() ?? null
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>How it opens</legend>
      <Check checked={camera !== null} onChange={(on) => onChange({ ...options, camera: on ? place() : null })}>
        Open where I am looking
      </Check>
      <SeedChoice options={options} seed={seed} onChange={onChange} />
      <Check checked={readOnly} onChange={(on) => onChange({ ...options, readOnly: on })}>
        Read only: can be run and looked at, and copied to edit
      </Check>
      <details className={styles.hiding} open={hide.length > 0}>
        <summary>
          Hide panels and commands
          {hide.length === 0 ? null : <span className={styles.count}>{hide.length} hidden</span>}
        </summary>
        <Hiding
          title="Panels"
          choices={HIDEABLE_PARTS}
          hide={hide}
          onChange={(next) => onChange({ ...options, hide: next })}
        />
        <Hiding
          title="Commands"
          choices={hideableCommands()}
          hide={hide}
          onChange={(next) => onChange({ ...options, hide: next })}
        />
        <p className={styles.note}>A courtesy, not a lock: the document still holds everything.</p>
      </details>
    </fieldset>
  )
}

interface HidingProps {
  readonly title: string
  readonly choices: readonly Choice[]
  readonly hide: readonly string[]
  readonly onChange: (hide: readonly string[]) => void
}

function Hiding({ title, choices, hide, onChange }: HidingProps) {
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{title}</legend>
      {choices.map(({ name, label }) => (
        <Check
          key={name}
          checked={hide.includes(name)}
          onChange={(on) => onChange(on ? [...hide, name] : hide.filter((other) => other !== name))}
        >
          {label}
        </Check>
      ))}
    </fieldset>
  )
}

interface CheckProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  )
}
