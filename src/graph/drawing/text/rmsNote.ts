// What is to be known of root mean squares beside a sum.

/** Said wherever pieces of a sum are written by their root mean squares. */
export const RMS_NOTE = "Root mean squares do not add up; the numbers of one cell do: choose a cell to see them."
