import type { ReactNode } from "react"
import type { Command } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/keyboard.ts"
import { isMac } from "./mac.ts"
import { useEnabled, useLabel } from "./useEnabled.ts"

interface Props {
  readonly command: Command
  readonly className: string | undefined
  readonly strong?: boolean
  readonly children: ReactNode
}

/** A key of a transport, the player's or the training's: a sign for one command, its words and shortcut in the tip. */
export function CommandKey({ command, className, strong = false, children }: Props) {
  const enabled = useEnabled(command)
  const label = useLabel(command)
  const [shortcut] = command.shortcuts ?? []
  return (
    <button
      type="button"
      className={className}
      data-strong={strong || undefined}
      disabled={!enabled}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${writeShortcut(shortcut, isMac())})`}
      onClick={() => void command.run()}
    >
      {children}
    </button>
  )
}
