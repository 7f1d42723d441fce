import type { SweepDocument } from "../../../graph/document.ts"

/** Changes a part of the sweep. `words` name it in the undo list, `key` its gesture. */
export type ChangeSweep = (part: Partial<SweepDocument>, words: string, key: string) => void
