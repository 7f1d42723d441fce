// What the classes of a graph are called: the names that the data of its document give them.

import { classNamesIn } from "../../engine/data/classNames.ts"
import { useDocument } from "../document.ts"

/** By index; null where the document has no data with classes. */
export function classNames(): readonly string[] | null {
  return classNamesIn(useDocument.getState().document.data)
}

/** For components; the same list while the data are the same. */
export function useClassNames(): readonly string[] | null {
  return useDocument(({ document }) => classNamesIn(document.data))
}
