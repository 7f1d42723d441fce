/** What a dragged item of the library carries: the kind of its op. */
export const OP_DATA = "application/x-gradwire-op"
let dragged: string | null = null

/** The kind of the op that is being dragged: a browser does not tell what a drag carries before it is dropped. */
export function draggedOp(): string | null {
  return dragged
}

export function startDragging(kind: string | null): void {
  dragged = kind
}

/** What a dragged block carries: its kind. */
export const BLOCK_DATA = "application/x-gradwire-block"
