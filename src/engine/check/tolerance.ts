/** Largest deviation that passes, relative as `TensorCheck.worst` of a gradient check is. */
export const TOLERANCE = 1e-5
