// The documents of this browser: what they look like, when they were changed, how large they are. A panel beside the work,
// not a page in front of it. This folder lists; saving, opening and the bin are state/library.

import { Dialog } from "@base-ui/react/dialog"
import { useState } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { useLibrary } from "../../../state/library/library.ts"
import type { Head } from "../../../state/library/storage/records.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { BinnedRow } from "./BinnedRow.tsx"
import { DocumentRow } from "./DocumentRow.tsx"
import styles from "./Home.module.css"

const newDocument = commandNamed("file.newDocument")
const openFile = commandNamed("file.openFile")

export function HomePanel() {
  const open = useSession((state) => state.dialog === "documents")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root modal={false} open={open} onOpenChange={(now) => setDialog(now ? "documents" : null)}>
      <Dialog.Portal>
        <Dialog.Popup className={`${dialog.popup} ${styles.panel}`}>
          <Dialog.Title className={dialog.title}>Documents</Dialog.Title>
          {open ? <Documents onDone={() => setDialog(null)} /> : null}
          <Dialog.Close render={<Button look="icon" />} className={dialog.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Documents({ onDone }: { readonly onDone: () => void }) {
  const heads = useLibrary((state) => state.heads)
  const memoryOnly = useLibrary((state) => state.memoryOnly)
  const [query, setQuery] = useState("")
  const live = heads.filter((head) => head.deleted === null && matches(head, query))
  const binned = heads.filter((head) => head.deleted !== null && matches(head, query))
  return (
    <>
      <div className={styles.tools}>
        <input
          type="search"
          aria-label="Search the documents"
          placeholder="Search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <CommandButton command={newDocument}>New</CommandButton>
        <CommandButton command={openFile}>Open a file</CommandButton>
      </div>
      <ul className={styles.list} aria-label="Documents">
        {live.map((head) => (
          <DocumentRow key={head.id} head={head} onDone={onDone} />
        ))}
      </ul>
      {live.length === 0 ? (
        <p className={quiet.text}>{query === "" ? "Nothing is kept yet." : `No document is called “${query}”.`}</p>
      ) : null}
      {binned.length > 0 ? <Bin heads={binned} /> : null}
      <p className={quiet.text}>
        {memoryOnly === null
          ? "They are kept in this browser alone; save what you must not lose as a file. "
          : `Nothing is kept beyond this visit: ${memoryOnly}. Save what you need as a file. `}
        <a className={styles.link} href="./recover.html">
          Earlier states and recovery
        </a>
      </p>
    </>
  )
}

function Bin({ heads }: { readonly heads: readonly Head[] }) {
  return (
    <details className={styles.bin}>
      <summary>Bin ({heads.length})</summary>
      <ul className={styles.list} aria-label="Bin">
        {heads.map((head) => (
          <BinnedRow key={head.id} head={head} />
        ))}
      </ul>
    </details>
  )
}

function matches({ title }: Head, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => (title || "Untitled").toLowerCase().includes(word))
}
