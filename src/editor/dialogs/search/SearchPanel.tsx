// The one search field over the canvas: commands, ops, blocks, nodes, graphs; or, asked from a port, a wire or a node,
// only what fits there. Arrows choose, Enter does it, Escape leaves everything as it was.

import { Autocomplete } from "@base-ui/react/autocomplete"
import { Dialog } from "@base-ui/react/dialog"
import { Search as Glass } from "lucide-react"
import { type CSSProperties, useMemo, useState } from "react"
import { entriesFor, sectionsFor } from "../../../commands/edit/searching/entries.ts"
import type { SearchEntry } from "../../../commands/edit/searching/entry.ts"
import { typedEntries } from "../../../commands/edit/searching/typedEntries.ts"
import { writeShortcut } from "../../../commands/shortcut.ts"
import { placeName } from "../../../graph/wire.ts"
import { closeSearch, type Search, useSearch } from "../../../state/search.ts"
import { Icon } from "../../parts/Icon.tsx"
import { isMac } from "../../parts/mac.ts"
import styles from "./SearchPanel.module.css"

export function SearchPanel() {
  const search = useSearch((state) => state.search)
  const anchor = useSearch((state) => state.anchor)
  return (
    <Dialog.Root
      modal={false}
      open={search !== null}
      onOpenChange={(open) => {
        if (!open) closeSearch()
      }}
    >
      <Dialog.Portal>
        <Dialog.Popup
          className={styles.popup}
          data-anchored={anchor !== null || undefined}
          style={anchor === null ? {} : placeNear(anchor)}
          aria-label={search === null ? "Search" : wordsFor(search).label}
        >
          {search === null ? null : <Field search={search} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const WIDTH = 340
const HEIGHT = 380

/** At the point, and whole in the window. */
function placeNear({ x, y }: { readonly x: number; readonly y: number }): CSSProperties {
  return {
    left: Math.max(8, Math.min(x, innerWidth - WIDTH - 8)),
    top: Math.max(8, Math.min(y, innerHeight - HEIGHT - 8)),
  }
}

const NEXT =
  "Try an op, a shape such as 10x28x28, an action such as “compare”; Help (F1) names everything that is shown."

interface Group {
  readonly value: string
  readonly items: readonly SearchEntry[]
}

function Field({ search }: { readonly search: Search }) {
  const [query, setQuery] = useState("")
  const entries = useMemo(() => entriesFor(search), [search])
  const groups = useMemo(() => {
    const typed = typedEntries(search, query)
    const sections = [
      ...(typed.length > 0 ? [{ title: "As typed", entries: typed }] : []),
      ...sectionsFor(entries, query),
    ]
    return sections.map(({ title, entries: items }): Group => ({ value: title, items }))
  }, [entries, query, search])
  const { label, placeholder, none } = wordsFor(search)
  const choose = (entry: SearchEntry): void => {
    closeSearch()
    void entry.run()
  }
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(entry: SearchEntry) => entry.title}
      autoHighlight="always"
      keepHighlight
    >
      <Autocomplete.InputGroup className={styles.field}>
        <Glass size={15} aria-hidden="true" />
        <Autocomplete.Input className={styles.input} aria-label={label} placeholder={placeholder} spellCheck={false} />
        <Dialog.Close className={styles.hidden}>Close the search</Dialog.Close>
      </Autocomplete.InputGroup>
      <Autocomplete.Empty>
        <p className={styles.none}>
          {query === "" ? none : `Nothing is found for “${query}”. ${search.kind === "everything" ? NEXT : ""}`}
        </p>
      </Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {({ value, items }: Group) => (
          <Autocomplete.Group key={value} items={items}>
            <Autocomplete.GroupLabel className={styles.section}>{value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: SearchEntry) => (
                <Autocomplete.Item
                  key={entry.id}
                  value={entry}
                  className={styles.item}
                  data-waits={entry.waits}
                  onClick={() => choose(entry)}
                >
                  <Row entry={entry} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function Row({ entry }: { readonly entry: SearchEntry }) {
  return (
    <>
      {entry.icon === undefined ? (
        <span className={styles.stripe} data-shelf={entry.shelf || undefined} aria-hidden="true" />
      ) : (
        <Icon name={entry.icon} size={15} />
      )}
      <span className={styles.title}>{entry.title}</span>
      <span className={styles.detail}>{entry.detail}</span>
      {entry.shortcut === undefined ? null : <kbd className={styles.key}>{writeShortcut(entry.shortcut, isMac())}</kbd>}
    </>
  )
}

interface Words {
  readonly label: string
  readonly placeholder: string
  readonly none: string
}

function wordsFor(search: Search): Words {
  switch (search.kind) {
    case "everything":
      return { label: "Search everything", placeholder: "Commands, ops, nodes, shapes, examples", none: "" }
    case "insert": {
      if (search.wire !== undefined) {
        const place = `on the wire from ${placeName(search.wire.from)}`
        return { label: `Insert ${place}`, placeholder: "Insert on this wire", none: "No op fits on this wire." }
      }
      if (search.end === undefined) return { label: "Add a node", placeholder: "Add a node", none: "" }
      const way = search.end.kind === "source" ? "after" : "before"
      const place = placeName(search.end.place)
      return { label: `Add ${way} ${place}`, placeholder: `Add ${way} ${place}`, none: "No op fits here." }
    }
    case "connect":
      return { label: "Connect to", placeholder: "Connect to", none: "No free port fits." }
    case "replace":
      return { label: `Replace ${search.node}`, placeholder: `Replace ${search.node} with`, none: "" }
  }
}
