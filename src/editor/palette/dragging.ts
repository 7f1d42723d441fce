/** What a dragged item of the library carries: the kind of its op. */
export const OP_DATA = "application/x-gradwire-op"
