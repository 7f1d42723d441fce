// A part of the window that is no part of the first picture: its place is kept, and it comes after it.

import { Suspense } from "react"
import { useDrawn } from "../window/useDrawn.ts"
import { Part, type PartProps } from "./Part.tsx"

export function Later({ children, ...words }: PartProps) {
  const drawn = useDrawn()
  return <Part {...words}>{drawn ? <Suspense fallback={null}>{children}</Suspense> : null}</Part>
}
