// A table leaves the drawer: copied as text, or as a file.

import { Menu } from "@base-ui/react/menu"
import { Copy, Download } from "lucide-react"
import { download } from "../../../commands/file/saving/download.ts"
import type { TableFormat } from "../../../formats/tableText.ts"
import { say, warn } from "../../../state/messages.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "../../parts/styles/menus.module.css"
import { Popup } from "./Popup.tsx"

interface Props {
  /** The table as text. */
  readonly write: (format: TableFormat) => string
  /** Of the file, without its ending. */
  readonly name: string
}

const FORMATS: readonly { readonly format: TableFormat; readonly title: string; readonly ending: string }[] = [
  { format: "markdown", title: "Markdown", ending: "md" },
  { format: "latex", title: "LaTeX", ending: "tex" },
  { format: "csv", title: "CSV", ending: "csv" },
]

export function CopyMenu({ write, name }: Props) {
  return (
    <>
      <Button title="Copy as Markdown" onClick={() => copy(write("markdown"), "Markdown")}>
        <Copy size={14} aria-hidden="true" /> <span className={styles.words}>Copy as Markdown</span>
      </Button>
      <Menu.Root>
        <Menu.Trigger render={<Button />} title="Copy or download in another format">
          <Download size={14} aria-hidden="true" /> <span className={styles.words}>More</span>
        </Menu.Trigger>
        <Popup>
          {FORMATS.map(({ format, title }) => (
            <Menu.Item key={format} className={styles.item} onClick={() => copy(write(format), title)}>
              Copy as {title}
            </Menu.Item>
          ))}
          {FORMATS.map(({ format, title, ending }) => (
            <Menu.Item
              key={ending}
              className={styles.item}
              onClick={() => download(`${name}.${ending}`, write(format), "text/plain")}
            >
              Download {title}
            </Menu.Item>
          ))}
        </Popup>
      </Menu.Root>
    </>
  )
}

function copy(text: string, title: string): void {
  navigator.clipboard.writeText(text).then(
    () => say(`Copied the table as ${title}.`),
    () => warn("The browser refused to copy. Download the table instead."),
  )
}
