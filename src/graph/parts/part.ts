// How a kind of node opens into a group of smaller nodes that compute the same. One kind is one file of this folder.

import type { Draft } from "./draft.ts"

/** A kind of node that can be opened. */
export interface Parts {
  /** The op's kind; the file has its name. */
  readonly kind: string
  /** Draws the parts; null, or the reason why a node with these attributes cannot be opened, as the end of a sentence. */
  readonly draw: (draft: Draft) => string | null
}
