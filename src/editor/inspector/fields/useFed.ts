// What an Input holds of the document's data, in words.

import { writeCount } from "../../../formula/number.ts"
import { useDocument } from "../../../state/document.ts"
import { useRun } from "../../../state/run/run.ts"

export interface FedWords {
  /** The document's data have a field for it. */
  readonly feeds: boolean
  /** `the first 25 examples of Spirals`; null where what is shown is not of the data. */
  readonly examples: string | null
}

export function useFed(id: string): FedWords {
  const feeds = useDocument(({ document: { data } }) => Object.hasOwn(data?.feeds ?? {}, id))
  const trained = useRun(({ status }) => status.kind === "trained")
  const fed = useRun(({ result }) => result?.fed.get(id))
  if (!feeds) return { feeds, examples: null }
  if (trained) return { feeds, examples: "a batch of the data" }
  if (fed === undefined) return { feeds, examples: null }
  const which = fed.count === 1 ? "first example" : `first ${writeCount(fed.count)} examples`
  return { feeds, examples: `the ${which} of ${fed.source}` }
}
