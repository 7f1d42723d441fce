// A layer as a plain sum of products, for explanations of layers that are too large to be asked rule by rule.

/** A cell by the name of its port or param and its flat index. */
export interface PortCell<Name = string> {
  readonly port: Name
  readonly cell: number
}
/** One product of a sum: cell `output` of the first output grows by the product of these cells, at most one a port or param. */
export interface Product<Name = string> {
  readonly output: number
  readonly cells: readonly PortCell<Name>[]
}
