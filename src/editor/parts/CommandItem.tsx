import { Menu } from "@base-ui/react/menu"
import type { Command } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/keyboard.ts"
import { Icon } from "./Icon.tsx"
import { isMac } from "./mac.ts"
import styles from "./styles/menu.module.css"
import { useEnabled, useHidden, useLabel, useRefusal } from "./useEnabled.ts"

/** A line of a menu that does one command, with its key. */
export function CommandItem({ command }: { readonly command: Command }) {
  const enabled = useEnabled(command)
  const label = useLabel(command)
  const [shortcut] = command.shortcuts ?? []
  const refusal = useRefusal(command)
  const hidden = useHidden(command)
  if (hidden) return null
  return (
    <Menu.Item
      className={styles.item}
      disabled={!enabled}
      title={refusal ?? undefined}
      onClick={() => void command.run()}
    >
      <Icon name={command.icon} size={15} />
      <span className={styles.label}>{label}</span>
      {shortcut === undefined ? null : <kbd className={styles.key}>{writeShortcut(shortcut, isMac())}</kbd>}
    </Menu.Item>
  )
}
