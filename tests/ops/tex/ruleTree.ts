// A formula as a tree.

export type Node =
  | { readonly is: "number"; readonly value: number }
  /** A symbol with its indices. */
  | { readonly is: "name"; readonly name: string; readonly at: readonly Node[] }
  | { readonly is: "call"; readonly name: string; readonly args: readonly Node[] }
  | {
      readonly is: "sum" | "prod"
      readonly over: readonly string[]
      readonly where: readonly Node[]
      readonly body: Node
    }
  | { readonly is: "cases"; readonly rows: readonly { readonly value: Node; readonly when: Node | null }[] }

export function call(of: string, ...args: readonly Node[]): Node {
  return { is: "call", name: of, args }
}

export function name(of: string): Node {
  return { is: "name", name: of, at: [] }
}
