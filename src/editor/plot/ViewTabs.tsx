// One of several views, chosen in a row of small tabs.

import { Tabs } from "@base-ui/react/tabs"
import styles from "./plot.module.css"

interface Props {
  readonly label: string
  readonly views: readonly { readonly id: string; readonly title: string }[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

export function ViewTabs({ label, views, chosen, onChoose }: Props) {
  return (
    <Tabs.Root value={chosen} onValueChange={(value) => onChoose(String(value))}>
      <Tabs.List className={styles.viewTabs} aria-label={label}>
        {views.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id} className={styles.viewTab}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs.Root>
  )
}
