// A part of the window: what one document does to it stays in it, and another document, or an edit, is another try.

import type { ReactNode } from "react"
import { useDocument } from "../../state/document.ts"
import { Boundary } from "../parts/Boundary.tsx"

export function Part({ what, children }: { readonly what: string; readonly children: ReactNode }) {
  const of = useDocument(({ opened, past }) => `${opened} ${past.length}`)
  return (
    <Boundary what={what} of={of}>
      {children}
    </Boundary>
  )
}
