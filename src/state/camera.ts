// What commands may ask of the canvas: look somewhere, or say where the middle of the view is. The canvas puts its own
// controls here while it is there; commands must not know React Flow.

import { create } from "zustand"
import type { CameraPlace, Point } from "../graph/document.ts"
import type { Size } from "../graph/layout/fitted.ts"
import type { Stage } from "../graph/layout/freePlace.ts"

export interface Camera {
  /** Everything, or these nodes and closed groups, whatever was to be revealed. */
  readonly fit: (nodes?: readonly string[]) => void
  /** Everything where the canvas shows it whole, else these of it. */
  readonly fitAround: (nodes: readonly string[]) => void
  /** Straight to where a document, or somebody, has looked. */
  readonly look: (place: CameraPlace) => void
  readonly zoomBy: (factor: number) => void
  readonly zoomTo: (zoom: number) => void
  /** Brings the node into view if it is not, in the next frame: what was asked for together is drawn first. The last one asked for counts. */
  readonly reveal: (node: string) => void
  /** Pans by the least after which these nodes are wholly in view and nothing lies over them, in the next frame. */
  readonly include: (nodes: readonly string[]) => void
  /** What is seen of the canvas, and what lies over it, in canvas coordinates. */
  readonly stage: () => Stage
  /** Middle of the view, in canvas coordinates. */
  readonly centre: () => Point
  /** Whether a point of the canvas is in view. */
  readonly sees: (point: Point) => boolean
  /** What a document keeps of where one looks. */
  readonly place: () => CameraPlace
  /** A point of the window, in canvas coordinates. */
  readonly at: (clientX: number, clientY: number) => Point
  /** The pointer, if it is over the canvas, in canvas coordinates. */
  readonly pointer: () => Point | null
}

export interface NodeBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface CameraState {
  readonly camera: Camera | null
  /** What of the canvas is free for a graph, in pixels of the screen; null while there is none. */
  readonly size: () => Size | null
  /** Where every node is drawn now, by id. */
  readonly boxes: () => ReadonlyMap<string, NodeBox>
  /** Makes a change of the document; what it moves is seen going to its new place. A view that was fitted is fitted again. */
  readonly glide: (change: () => void) => void
}

export const useCamera = create<CameraState>()(() => ({
  camera: null,
  size: () => null,
  boxes: () => new Map(),
  glide: (change) => change(),
}))
