// What page and layout worker say to each other.

import type { Point } from "../../graph/document.ts"
import type { Ways, WaysQuestion } from "../../graph/drawing/ways.ts"
import type { Box, Join, LayoutOptions } from "../../graph/layout/layout.ts"

/** All that `layout` takes. */
export interface LayoutQuestion {
  readonly boxes: readonly Box[]
  readonly joins: readonly Join[]
  readonly options: LayoutOptions
}
/** One question a worker. */
export type ToLayout = ({ readonly kind: "layout" } & LayoutQuestion) | ({ readonly kind: "ways" } & WaysQuestion)

/** Upper left corners by id, or the corners of wires' ways. */
export type FromLayout =
  | { readonly kind: "places"; readonly places: ReadonlyMap<string, Point> }
  | { readonly kind: "ways"; readonly ways: Ways }
