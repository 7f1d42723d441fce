// A formula as a tree.

/** TeX's classes: they decide about the space between two symbols. `limits`: an operator that takes them. */
export type SymbolKind = "ord" | "op" | "limits" | "bin" | "rel" | "open" | "close" | "punct"

export type TexFont = "main" | "math" | "bold" | "sans" | "large"

export type TexNode =
  | { readonly is: "symbol"; readonly text: string; readonly font: TexFont; readonly kind: SymbolKind }
  | { readonly is: "row"; readonly items: readonly TexNode[] }
  | { readonly is: "scripts"; readonly base: TexNode; readonly above: TexNode | null; readonly below: TexNode | null }
  | { readonly is: "fraction"; readonly over: TexNode; readonly under: TexNode; readonly small: boolean }
  | { readonly is: "root"; readonly body: TexNode }
  | { readonly is: "accent"; readonly mark: string; readonly body: TexNode }
  | { readonly is: "fence"; readonly left: string; readonly right: string; readonly body: TexNode }
  | { readonly is: "grid"; readonly rows: readonly (readonly TexNode[])[] }
  | { readonly is: "space"; readonly width: number }
