// What a chapter of the help panel is: lines, each with the sign as it is drawn on the screen.

import type { ReactNode } from "react"

export interface Chapter {
  readonly title: string
  readonly lines: readonly Line[]
}

interface Line {
  readonly sign: ReactNode
  readonly name: string
  readonly words: ReactNode
}
