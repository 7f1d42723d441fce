import type { ReactNode } from "react"
import type { Command } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/shortcut.ts"
import { Button } from "./Button.tsx"
import { isMac } from "./mac.ts"
import { useEnabled, useLabel, useReason } from "./useEnabled.ts"

interface Props {
  readonly command: Command
  readonly strong?: boolean
  readonly children: ReactNode
}

/** A key of a transport, the player's or the training's: a sign for one command, its words and shortcut in the tip. */
export function CommandKey({ command, strong = false, children }: Props) {
  const enabled = useEnabled(command)
  const label = useLabel(command)
  const reason = useReason(command)
  const [shortcut] = command.shortcuts ?? []
  const tip = shortcut === undefined ? label : `${label} (${writeShortcut(shortcut, isMac())})`
  return (
    <Button
      look="key"
      data-strong={strong || undefined}
      disabled={!enabled}
      aria-label={label}
      title={reason === null ? tip : `${label}: ${reason}`}
      onClick={() => void command.run()}
    >
      {children}
    </Button>
  )
}
