// A part of the window that is no part of the first picture: its place is kept, and it comes after it.

import { type ReactNode, Suspense } from "react"
import { useDrawn } from "../parts/window/useDrawn.ts"
import { Part } from "./Part.tsx"

export function Later({ what, children }: { readonly what: string; readonly children: ReactNode }) {
  const drawn = useDrawn()
  return <Part what={what}>{drawn ? <Suspense fallback={null}>{children}</Suspense> : null}</Part>
}
