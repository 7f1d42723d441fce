import type { KeyboardEvent, Ref } from "react"

interface Props {
  readonly ref?: Ref<HTMLInputElement>
  readonly className: string | undefined
  readonly label: string
  /** Where it stands, in words. */
  readonly words: string
  readonly range: readonly [from: number, to: number]
  readonly step: number
  /** Undefined where it is moved from outside; then it begins at the end. */
  readonly value?: number
  readonly onSeek: (to: number) => void
  /** Does what a key means; false where it means nothing here. */
  readonly press: (key: string) => boolean
}

/** What is moved along a bar under the canvas, by hand or by the keys of that bar. */
export function Handle({ ref, className, label, words, range: [min, max], step, value, onSeek, press }: Props) {
  return (
    <input
      ref={ref}
      type="range"
      className={className}
      aria-label={label}
      aria-valuetext={words}
      min={min}
      max={max}
      step={step}
      {...(value === undefined ? { defaultValue: max } : { value })}
      onInput={(event) => onSeek(event.currentTarget.valueAsNumber)}
      onChange={() => {}}
      onKeyDown={(event) => take(event, press)}
    />
  )
}

/** Keys of the bar go no further. */
function take(event: KeyboardEvent, press: (key: string) => boolean): void {
  const { key, ctrlKey, metaKey, altKey } = event
  if (ctrlKey || metaKey || altKey || !press(key)) return
  event.preventDefault()
  event.stopPropagation()
}
