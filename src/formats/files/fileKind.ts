// What a format of files is to the page and the command line: how its bytes are told from others, and what it holds. One file
// each in kinds/; the folder is the list.

import type { Shape, Tensor } from "../../tensor/tensor.ts"

/** An array in a file, its numbers not yet read. */
export interface StoredArray {
  /** In the file; "" where the file holds one array without a name. */
  readonly name: string
  readonly shape: Shape
  /** What its numbers are: `float16`, `uint8`. */
  readonly dtype: string
  /** The first `examples` along the first axis, or all. Allocates no more than what these hold. */
  readonly read: (examples: number | null) => Tensor | FileProblem
}
export interface FileProblem {
  /** Without its full stop. */
  readonly problem: string
  /** It is a Python pickle, as PyTorch's .pt files are: whoever wants weights has a cure of their own. */
  readonly pickled?: true
}
/** What was found in a file. */
export type FileContent =
  | { readonly holds: "arrays"; readonly arrays: readonly StoredArray[] }
  /** A table, an array as text, JSON. */
  | { readonly holds: "text"; readonly text: string }
  /** A step of a training in each line. */
  | { readonly holds: "log"; readonly text: string }
  /** Another file, unpacked. */
  | { readonly holds: "file"; readonly bytes: Uint8Array }
  | { readonly holds: "document" | "link" | "picture" }

/** The start of a file, as every kind looks at it. */
export interface FileStart {
  readonly bytes: Uint8Array
  /** The first bytes, each as one character. */
  readonly latin: string
  /** Whether it reads as text. */
  readonly isText: boolean
}

export interface FileKind {
  /** The file's name. */
  readonly kind: string
  /** As it stands in a sentence: `a NumPy array (.npy)`. */
  readonly title: string
  /** Kinds of text are asked last, the lowest first: any of them could be what stands before it. */
  readonly among?: number
  readonly recognise: (start: FileStart) => boolean
  /** What the file holds; a kind that is only told apart says why it is not read and what to do. */
  readonly read: (bytes: Uint8Array) => FileContent | FileProblem
}
