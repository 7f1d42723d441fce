// The control of one attribute: a tick, a list to choose from, or a field that arrow keys count in.

import type { AttrSpec, Control, Json } from "../../../ops/attributes/attrs.ts"
import { startGesture } from "../../../state/document.ts"
import { writeAttr } from "./attrText.ts"

export interface ControlProps {
  readonly id: string
  readonly spec: AttrSpec<unknown>
  readonly text: string
  readonly value: Json | undefined
  readonly invalid: boolean
  readonly onType: (text: string) => void
  readonly onPick: (value: Json) => void
  readonly onLeave: () => void
}

export function AttrControl({ id, spec, text, value, invalid, onType, onPick, onLeave }: ControlProps) {
  const { control } = spec
  if (control.kind === "bool") {
    return (
      <input
        id={id}
        type="checkbox"
        ref={(box) => {
          // Several nodes that differ.
          if (box !== null) box.indeterminate = value === undefined
        }}
        checked={value === true}
        onChange={(event) => onPick(event.target.checked)}
      />
    )
  }
  if (control.kind === "choice") {
    return (
      <select
        id={id}
        value={value === undefined ? "" : String(value)}
        onChange={(event) => onPick(meant(spec, event.target.value))}
      >
        {/* Several nodes that differ. */}
        {value === undefined ? <option value="" hidden /> : null}
        {control.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    )
  }
  return (
    <input
      id={id}
      type="text"
      inputMode={control.kind === "text" ? "text" : "decimal"}
      autoComplete="off"
      spellCheck={false}
      value={text}
      placeholder={spec.optional ? "none" : ""}
      aria-invalid={invalid}
      aria-describedby={invalid ? `${id}-problem` : undefined}
      onChange={(event) => onType(event.target.value)}
      onFocus={startGesture}
      onBlur={onLeave}
      onKeyDown={(event) => {
        const stepped = event.key === "ArrowUp" || event.key === "ArrowDown" ? stepNumber(control, value, event) : null
        if (stepped === null) return
        event.preventDefault()
        onType(writeAttr(stepped))
      }}
    />
  )
}

/** What an option stands for: `true` where the word would not do. */
function meant(spec: AttrSpec<unknown>, option: string): Json {
  return "problem" in spec.read(option) && (option === "true" || option === "false") ? option === "true" : option
}

/** Arrow keys count: by 1 (whole numbers) or a tenth of the size; Shift counts by 10. */
function stepNumber(control: Control, value: Json | undefined, event: React.KeyboardEvent): number | null {
  if ((control.kind !== "int" && control.kind !== "number") || typeof value !== "number") return null
  const unit = control.kind === "int" ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value) || 1) - 1)
  const by = (event.key === "ArrowUp" ? 1 : -1) * unit * (event.shiftKey ? 10 : 1)
  const next = Math.min(control.max, Math.max(control.min, value + by))
  return control.kind === "int" ? next : Number(next.toPrecision(12))
}
