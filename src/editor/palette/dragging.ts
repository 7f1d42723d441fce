/** What a dragged item of the library carries: the kind of its op. */
export const OP_DATA = "application/x-gradwire-op"
/** What a dragged block carries: its kind. */
export const BLOCK_DATA = "application/x-gradwire-block"
