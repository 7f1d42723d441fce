// What the canvas draws at a moment: nodes and edges, and what is written on them.

import type { Point } from "../../../graph/document.ts"
import type { WireLook } from "../../../graph/drawing/look.ts"
import type { Ways } from "../../../graph/drawing/ways.ts"
import type { ChipPlace } from "../../../graph/drawing/wires/chips.ts"
import type { Source } from "../../../graph/wire.ts"
import type { FlowEdge, FlowNode } from "./elements.ts"

/** The sum of the gradients at a port. */
export interface Sum {
  readonly source: Source
  readonly text: string
  /** Where that has no room. */
  readonly shorter: string
  /** For the tip. */
  readonly words: string
}
/** A sum with the middle of its chip and the size that it is drawn at, in canvas pixels for one of its own. */
export interface PlacedSum extends Sum {
  readonly at: Point
  readonly scale: number
}

/** A chip with the size it is drawn at, in canvas pixels for one of its own. */
export interface SizedChip extends ChipPlace {
  readonly scale: number
}

/** What is drawn now. */
export interface Drawn {
  readonly nodes: readonly FlowNode[]
  readonly byId: ReadonlyMap<string, FlowNode>
  readonly edges: readonly FlowEdge[]
  readonly looks: ReadonlyMap<string, WireLook>
  readonly chips: ReadonlyMap<string, SizedChip>
  readonly sums: readonly PlacedSum[]
  /** Round what wires go that cannot run directly; worked out when a move has ended. */
  readonly ways: Ways
  /** The zoom that words and chips are set for: a step at or below that of the view, at most 1. */
  readonly textZoom: number
}

/** The part of the canvas that is seen: its place and zoom, and the size of the window on it in pixels of the screen. */
export interface View {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}
