// What one does with the layer table: choose columns and the order of dimensions, copy it, download it.

import { Menu } from "@base-ui/react/menu"
import { Columns3 } from "lucide-react"
import type { ColumnName, TableCells } from "../../formats/tables.ts"
import { writeTable } from "../../formats/tableText.ts"
import { useSession } from "../../state/session.ts"
import { Button } from "../parts/Button.tsx"
import styles from "../parts/styles/menus.module.css"
import switching from "../parts/styles/switch.module.css"
import { COLUMNS } from "./columns.ts"
import { CopyMenu } from "./tables/CopyMenu.tsx"
import { Popup } from "./tables/Popup.tsx"

interface Props {
  readonly cells: TableCells
  readonly shown: readonly ColumnName[]
  readonly onShow: (columns: readonly ColumnName[]) => void
  /** More choices, before the columns. */
  readonly children?: React.ReactNode
}

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
      <CopyMenu write={(format) => writeTable(cells, format)} name="layers" />
    </div>
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
