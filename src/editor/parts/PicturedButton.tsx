import { type ComponentType, memo, type ReactNode } from "react"
import type { Command, IconName } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/shortcut.ts"
import { Button } from "./Button.tsx"
import { isMac } from "./mac.ts"
import { useEnabled, useHidden, useLabel, useReason } from "./useEnabled.ts"

interface Props {
  readonly command: Command
  readonly look?: "plain" | "icon" | "value" | "gradient" | "strong"
  readonly children?: ReactNode
  /** Knows the command's picture. */
  readonly Icon: ComponentType<{ readonly name: IconName; readonly size?: number }>
}

/** A button that does one command: its words, its key in the tip, greyed while it cannot run. */
export const PicturedButton = memo(function PicturedButton({ command, look = "plain", children, Icon }: Props) {
  const enabled = useEnabled(command)
  const label = useLabel(command)
  const [shortcut] = command.shortcuts ?? []
  const reason = useReason(command)
  const hidden = useHidden(command)
  if (hidden) return null
  const tip = shortcut === undefined ? label : `${label} (${writeShortcut(shortcut, isMac())})`
  return (
    <Button
      look={look}
      size="bar"
      disabled={!enabled}
      title={reason === null ? tip : `${label}: ${reason}`}
      aria-label={look === "icon" ? label : undefined}
      onClick={() => void command.run()}
    >
      <Icon name={command.icon} size={look === "icon" ? 17 : 15} />
      {look === "icon" ? null : (children ?? label)}
    </Button>
  )
})
