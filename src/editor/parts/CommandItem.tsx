import { Menu } from "@base-ui/react/menu"
import type { Command } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/shortcut.ts"
import { Icon } from "./Icon.tsx"
import { isMac } from "./mac.ts"
import styles from "./styles/menu.module.css"
import { useEnabled, useHidden, useLabel, useReason } from "./useEnabled.ts"

interface Props {
  readonly command: Command
  /** In place of the command's own words, where the menu around it says half of them. */
  readonly words?: string
  /** Says in the line itself why it cannot be done now, where it cannot; else in its tip. */
  readonly explains?: boolean
}

/** A line of a menu that does one command, with its key. */
export function CommandItem({ command, words, explains = false }: Props) {
  const enabled = useEnabled(command)
  const label = useLabel(command)
  const [shortcut] = command.shortcuts ?? []
  const reason = useReason(command)
  const hidden = useHidden(command)
  if (hidden) return null
  return (
    <Menu.Item
      className={styles.item}
      disabled={!enabled}
      title={reason ?? undefined}
      onClick={() => void command.run()}
    >
      <Icon name={command.icon} size={15} />
      <span className={styles.label}>
        {words ?? label}
        {reason === null || !explains ? null : <small className={styles.reason}>{reason}</small>}
      </span>
      {shortcut === undefined ? null : <kbd className={styles.key}>{writeShortcut(shortcut, isMac())}</kbd>}
    </Menu.Item>
  )
}
