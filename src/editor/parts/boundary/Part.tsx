// A part of the window: what one document does to it stays in it, and another document, or an edit, is another try.

import type { ReactNode } from "react"
import { useDocument } from "../../../state/document.ts"
import { Boundary } from "./Boundary.tsx"

export interface PartProps {
  readonly what: string
  /** What is said of it where it cannot be had, if not that it cannot be shown. */
  readonly is?: string
  /** What stands in its place where it cannot be had, if not these words. */
  readonly instead?: ReactNode
  readonly children: ReactNode
}

export function Part({ children, ...words }: PartProps) {
  const of = useDocument(({ opened, past }) => `${opened} ${past.length}`)
  return (
    <Boundary {...words} of={of}>
      {children}
    </Boundary>
  )
}
