// The library: every op, by shelf or by search. A click adds one; dragging puts it where it is dropped; Enter in the search
// field adds the first one found. This folder lists; what is added, and where, is a command.

import { Search } from "lucide-react"
import { type KeyboardEvent, memo, useState } from "react"
import { insertOp } from "../../../commands/edit/inserting/inserting.ts"
import { addBlock } from "../../../commands/edit/inserting/insertingBlocks.ts"
import { addLayers, typedLayers } from "../../../commands/edit/inserting/insertingLayers.ts"
import { search } from "../../../commands/edit/search.ts"
import { findOps } from "../../../commands/edit/searching/ranking.ts"
import { writeShortcut } from "../../../commands/shortcut.ts"
import { beginsAsLayer, LAYER_EXAMPLES, readLayers } from "../../../formats/shorthand/shorthandLayers.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { ops } from "../../../ops/registry.ts"
import { Editable } from "../../parts/Editable.tsx"
import { isMac } from "../../parts/mac.ts"
import { useHidden } from "../../parts/useEnabled.ts"
import { useRoving } from "../../parts/window/useRoving.ts"
import { Blocks, foundBlocks } from "./Blocks.tsx"
import { OP_DATA, startDragging } from "./dragging.ts"
import styles from "./Palette.module.css"
import { byShelf, shelfTitle } from "./shelves.ts"

export function Palette() {
  const [query, setQuery] = useState("")
  const roving = useRoving("down")
  const hidden = useHidden(search)
  const found = findOps(ops.values(), query)
  const blocks = foundBlocks(query)
  const onKeyDown = (event: KeyboardEvent): void => {
    const [first] = found
    const [block] = blocks
    if (event.key === "Enter" && query !== "") {
      const typed = typedLayers(query)
      if (typed !== null) addLayers(typed)
      else if (first) insertOp(first.kind)
      else if (block !== undefined) addBlock(block)
    }
    if (event.key === "Escape" && query !== "") setQuery("")
    if (event.key === "ArrowDown") {
      event.preventDefault()
      roving.ref.current?.querySelector("button")?.focus()
    }
  }
  return (
    <div className={styles.palette}>
      <div className={styles.search}>
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          className={styles.input}
          placeholder="Search"
          aria-label="Search the library"
          value={query}
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {hidden ? null : (
          <button
            type="button"
            className={styles.everything}
            title="Search commands, nodes and examples as well"
            aria-label="Search everything"
            onClick={() => void search.run()}
          >
            <kbd>{writeShortcut("Mod+K", isMac())}</kbd>
          </button>
        )}
      </div>
      <div
        className={styles.list}
        role="toolbar"
        aria-label="What can be added"
        aria-orientation="vertical"
        {...roving}
      >
        <Understood query={query} found={found.length + blocks.length > 0} />
        <Editable>
          {query === "" ? <Shelves found={found} /> : found.map((op) => <Item key={op.kind} op={op} />)}
          <Blocks kinds={blocks} />
        </Editable>
      </div>
    </div>
  )
}

/** What Enter will add of typed layers; what is wrong with one; or that nothing is called so. */
function Understood({ query, found }: { readonly query: string; readonly found: boolean }) {
  const typed = readLayers(query, null)
  if ("layers" in typed) {
    const kinds = typed.layers.map(({ op }) => op).join(", ")
    return found && !beginsAsLayer(query) ? null : <p className={styles.none}>Enter adds {kinds}.</p>
  }
  if (found && !beginsAsLayer(query)) return null
  if (beginsAsLayer(query)) return <p className={styles.none}>{typed.problem}</p>
  return (
    <p className={styles.none}>
      Nothing is called “{query}”. Layers can be typed as well: {LAYER_EXAMPLES.slice(0, 5).join(", ")}, FC-3, …
    </p>
  )
}

function Shelves({ found }: { readonly found: readonly AnyOp[] }) {
  const shelves = [...new Set(found.map((op) => op.shelf))].sort(byShelf)
  return shelves.map((shelf) => (
    <section key={shelf} aria-label={shelfTitle(shelf)}>
      <h2 className={styles.shelf}>{shelfTitle(shelf)}</h2>
      {found
        .filter((op) => op.shelf === shelf)
        .map((op) => (
          <Item key={op.kind} op={op} />
        ))}
    </section>
  ))
}

const Item = memo(function Item({ op }: { readonly op: AnyOp }) {
  return (
    <button
      type="button"
      className={styles.item}
      data-shelf={op.shelf}
      draggable
      title={op.summary}
      onClick={() => insertOp(op.kind)}
      onDragStart={(event) => {
        startDragging(op.kind)
        event.dataTransfer.setData(OP_DATA, op.kind)
        event.dataTransfer.effectAllowed = "copy"
      }}
      onDragEnd={() => startDragging(null)}
    >
      {op.title}
    </button>
  )
})
