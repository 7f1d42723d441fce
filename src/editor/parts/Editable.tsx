import type { ReactNode } from "react"
import { lockWords } from "../../commands/allowed.ts"
import { useDocument } from "../../state/document.ts"
import styles from "./Editable.module.css"

/** Why nothing can be edited now, in words; null if it can. */
export function useLockWords(): string | null {
  return useDocument(lockWords)
}

/** Fields and buttons that change the document: all greyed, with the reason, where it is read-only. */
export function Editable({ children }: { readonly children: ReactNode }) {
  const reason = useLockWords()
  return (
    <fieldset className={styles.editable} disabled={reason !== null} title={reason ?? undefined}>
      {children}
    </fieldset>
  )
}
