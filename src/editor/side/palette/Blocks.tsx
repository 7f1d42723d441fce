// Blocks in the library: pieces of known networks, added as a named group of ordinary nodes.

import { addBlock } from "../../../commands/edit/inserting/insertingBlocks.ts"
import { findOps } from "../../../commands/edit/searching/ranking.ts"
import { blocks } from "../../../graph/blocks/registry.ts"
import { BLOCK_DATA } from "./dragging.ts"
import styles from "./Palette.module.css"

const ALL = [...blocks.values()].map((block) => ({ ...block, shelf: "blocks" }))

/** The kinds of the blocks that a search finds; all for an empty one. */
export function foundBlocks(query: string): readonly string[] {
  return findOps(ALL, query).map(({ kind }) => kind)
}

export function Blocks({ kinds }: { readonly kinds: readonly string[] }) {
  if (kinds.length === 0) return null
  return (
    <section aria-label="Blocks">
      <h2 className={styles.shelf}>Blocks</h2>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className={styles.item}
          data-shelf="blocks"
          draggable
          title={blocks.get(kind)?.summary}
          onClick={() => addBlock(kind)}
          onDragStart={(event) => {
            event.dataTransfer.setData(BLOCK_DATA, kind)
            event.dataTransfer.effectAllowed = "copy"
          }}
        >
          {blocks.get(kind)?.title}
        </button>
      ))}
    </section>
  )
}
