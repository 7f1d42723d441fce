// The examples, each with its picture and what it shows. A click opens one.

import { Dialog } from "@base-ui/react/dialog"
import { useEffect, useState } from "react"
import { galleryText } from "../../../commands/file/opening/gallery.ts"
import {
  galleryDescription,
  galleryNames,
  galleryShelves,
  galleryTitle,
} from "../../../commands/file/opening/galleryShelves.ts"
import { openGallery } from "../../../commands/file/opening/opening.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { readDocument } from "../../../graph/text/read.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import styles from "./GalleryPanel.module.css"
import { GraphPicture } from "./GraphPicture.tsx"

export function GalleryPanel() {
  const open = useSession((state) => state.dialog === "examples")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root modal={false} open={open} onOpenChange={(now) => setDialog(now ? "examples" : null)}>
      <Dialog.Portal>
        <Dialog.Popup className={`${dialog.popup} ${styles.panel}`}>
          <Dialog.Title className={dialog.title}>Examples</Dialog.Title>
          {open ? <Shelves /> : null}
          <Dialog.Close render={<Button look="icon" />} className={dialog.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Shelves() {
  const documents = useDocuments()
  return galleryShelves.map(({ title, names }) => (
    <section key={title} className={styles.shelf} aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <button type="button" className={styles.card} onClick={() => void openGallery(name)}>
              <span className={styles.picture}>
                {documents.get(name) === undefined ? null : <GraphPicture document={documents.get(name)} />}
              </span>
              <span className={styles.title}>{galleryTitle(name)}</span>
              <span className={styles.about}>{galleryDescription(name)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ))
}

/** The graphs as they arrive; one that cannot be fetched or read stays without a picture. */
function useDocuments(): ReadonlyMap<string, GradwireDocument> {
  const [documents, setDocuments] = useState<ReadonlyMap<string, GradwireDocument>>(new Map())
  useEffect(() => {
    let wanted = true
    for (const name of galleryNames) {
      galleryText(name)
        .then((text) => {
          const document = text === null ? null : readDocument(text).document
          if (wanted && document !== null) setDocuments((known) => new Map(known).set(name, document))
        })
        .catch(() => {})
    }
    return () => {
      wanted = false
    }
  }, [])
  return documents
}
