/** Where a field of data may go: an Input of the graph, as far as a table needs to know it. */
export interface FieldPlace {
  readonly id: string
  /** Shape of one example. */
  readonly example: readonly number[]
  /** Numbers of one example. */
  readonly size: number
  /** Classes that are compared there; null for numbers. */
  readonly classes: number | null
  /** Goes only into losses, as what is wanted. */
  readonly target: boolean
}
