// What page and layout worker say to each other.

import type { Point } from "../../graph/document.ts"
import type { Box, Join, LayoutOptions } from "../../graph/layout/layout.ts"

/** All that `layout` takes. */
export interface LayoutQuestion {
  readonly boxes: readonly Box[]
  readonly joins: readonly Join[]
  readonly options: LayoutOptions
}
/** Upper left corners by id. */
export interface LayoutAnswer {
  readonly kind: "places"
  readonly places: ReadonlyMap<string, Point>
}
