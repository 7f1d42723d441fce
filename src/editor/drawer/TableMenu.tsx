// What one does with the layer table: choose columns and the order of dimensions, copy it, download it.

import { Menu } from "@base-ui/react/menu"
import { Columns3, Copy, Download } from "lucide-react"
import { download } from "../../commands/file/saving/download.ts"
import type { ColumnName, TableCells } from "../../formats/tables.ts"
import { type TableFormat, writeTable } from "../../formats/tableText.ts"
import { say, warn } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import { Button } from "../parts/Button.tsx"
import styles from "../parts/styles/menus.module.css"
import switching from "../parts/styles/switch.module.css"
import { COLUMNS } from "./columns.ts"

interface Props {
  readonly cells: TableCells
  readonly shown: readonly ColumnName[]
  readonly onShow: (columns: readonly ColumnName[]) => void
  /** More choices, before the columns. */
  readonly children?: React.ReactNode
}

const FORMATS: readonly { readonly format: TableFormat; readonly title: string; readonly ending: string }[] = [
  { format: "markdown", title: "Markdown", ending: "md" },
  { format: "latex", title: "LaTeX", ending: "tex" },
  { format: "csv", title: "CSV", ending: "csv" },
]

export function TableMenu({ cells, shown, onShow, children }: Props) {
  const order = useSession((state) => state.order)
  const setOrder = useSession((state) => state.setOrder)
  return (
    <div className={styles.menu}>
      <fieldset className={switching.switch} aria-label="Order of dimensions">
        {(["HWC", "CHW"] as const).map((choice) => (
          <button key={choice} type="button" aria-pressed={order === choice} onClick={() => setOrder(choice)}>
            {choice === "HWC" ? "H×W×C" : "C×H×W"}
          </button>
        ))}
      </fieldset>
      {children}
      <ColumnMenu shown={shown} onShow={onShow} />
      <Button title="Copy as Markdown" onClick={() => copy(cells, "markdown", "Markdown")}>
        <Copy size={14} aria-hidden="true" /> <span className={styles.words}>Copy as Markdown</span>
      </Button>
      <FormatMenu cells={cells} />
    </div>
  )
}

function copy(cells: TableCells, format: TableFormat, title: string): void {
  navigator.clipboard.writeText(writeTable(cells, format)).then(
    () => say(`Copied the table as ${title}.`),
    () => warn("The browser refused to copy. Download the table instead."),
  )
}

function ColumnMenu({ shown, onShow }: Pick<Props, "shown" | "onShow">) {
  const turn = (id: ColumnName, on: boolean) =>
    onShow(COLUMNS.map((column) => column.id).filter((other) => (other === id ? on : shown.includes(other))))
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button />} title="Columns">
        <Columns3 size={14} aria-hidden="true" /> <span className={styles.words}>Columns</span>
      </Menu.Trigger>
      <Popup>
        {COLUMNS.map(({ id, title, about }) => (
          <Menu.CheckboxItem
            key={id}
            className={styles.item}
            title={about}
            checked={shown.includes(id)}
            closeOnClick={false}
            onCheckedChange={(on) => turn(id, on)}
          >
            <Menu.CheckboxItemIndicator className={styles.tick} keepMounted>
              {shown.includes(id) ? "✓" : ""}
            </Menu.CheckboxItemIndicator>
            {title}
          </Menu.CheckboxItem>
        ))}
      </Popup>
    </Menu.Root>
  )
}

function FormatMenu({ cells }: Pick<Props, "cells">) {
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button />} title="Copy or download in another format">
        <Download size={14} aria-hidden="true" /> <span className={styles.words}>More</span>
      </Menu.Trigger>
      <Popup>
        {FORMATS.map(({ format, title }) => (
          <Menu.Item key={format} className={styles.item} onClick={() => copy(cells, format, title)}>
            Copy as {title}
          </Menu.Item>
        ))}
        {FORMATS.map(({ format, title, ending }) => (
          <Menu.Item
            key={ending}
            className={styles.item}
            onClick={() => download(`layers.${ending}`, writeTable(cells, format), "text/plain")}
          >
            Download {title}
          </Menu.Item>
        ))}
      </Popup>
    </Menu.Root>
  )
}

function Popup({ children }: { readonly children: React.ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} align="end" className={styles.positioner}>
        <Menu.Popup className={styles.popup}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}
