import type { FileKind } from "../fileKind.ts"
import { textOf } from "../text.ts"

export const trainingLog: FileKind = {
  kind: "trainingLog",
  title: "the log of a training (log.jsonl)",
  // Its lines name nodes, as a document does.
  among: 0.5,
  recognise: ({ latin, isText }) => isText && /^\s*\{\s*"step"\s*:\s*\d+\s*,/.test(latin),
  read: (bytes) => ({ holds: "log", text: textOf(bytes) }),
}
