// In a narrow window the panels are sheets over or under the canvas: the buttons that open and close them. This folder is
// what sheets have and panels have not.

import List from "lucide-react/icons/list"
import PanelBottom from "lucide-react/icons/panel-bottom"
import Plus from "lucide-react/icons/plus"
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal"
import { useLeftHidden, usePartHidden } from "../../../state/hiding.ts"
import { useSession } from "../../../state/session.ts"
import { useTabs } from "../../drawer/useTabs.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./Sheets.module.css"

const SHEETS = [
  { name: "palette", word: "Add", Picture: Plus },
  { name: "inspector", word: "Inspect", Picture: SlidersHorizontal },
] as const
/** What the left panel is for where the library is hidden. */
const OUTLINE = { name: "palette", word: "Outline", Picture: List } as const

export function Sheets() {
  const sheet = useSession((state) => state.sheet)
  const setSheet = useSession((state) => state.setSheet)
  const drawer = useSession((state) => state.panels.drawer.open)
  const setPanel = useSession((state) => state.setPanel)
  const hides = { palette: useLeftHidden(), inspector: usePartHidden("inspector") }
  const outlineOnly = usePartHidden("palette")
  const sheets = SHEETS.filter(({ name }) => !hides[name]).map((sheet) =>
    sheet.name === "palette" && outlineOnly ? OUTLINE : sheet,
  )
  const table = useTabs().length > 0
  return (
    <div className={styles.sheets}>
      {sheets.map(({ name, word, Picture }) => (
        <Button
          size="bar"
          key={name}
          aria-pressed={sheet === name}
          onClick={() => setSheet(sheet === name ? null : name)}
        >
          <Picture size={16} aria-hidden="true" />
          <span className={styles.word}>{word}</span>
        </Button>
      ))}
      {table ? (
        <Button size="bar" aria-pressed={drawer} onClick={() => setPanel("drawer", { open: !drawer })}>
          <PanelBottom size={16} aria-hidden="true" />
          <span className={styles.word}>Table</span>
        </Button>
      ) : null}
    </div>
  )
}
