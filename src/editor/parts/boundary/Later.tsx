// A part of the window that is no part of the first picture: its place is kept, and it comes after it.

import { type ReactNode, Suspense } from "react"
import { useDrawn } from "../window/useDrawn.ts"
import { Part, type PartProps } from "./Part.tsx"

interface LaterProps extends PartProps {
  /** What stands in its place until it has come. */
  readonly meanwhile?: ReactNode
}

export function Later({ children, meanwhile = null, ...words }: LaterProps) {
  const drawn = useDrawn()
  return <Part {...words}>{drawn ? <Suspense fallback={meanwhile}>{children}</Suspense> : meanwhile}</Part>
}
