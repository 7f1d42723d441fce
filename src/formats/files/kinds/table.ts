import { otherKind } from "../../../graph/text/decode.ts"
import type { FileKind } from "../fileKind.ts"
import { textOf } from "../text.ts"

export const table: FileKind = {
  kind: "table",
  title: "a table or an array as text (CSV, TSV, JSON)",
  among: 9,
  recognise: ({ bytes, latin, isText }) =>
    isText && (/^(?:\u00ff\u00fe|\u00fe\u00ff)/.test(latin) || (/\d/.test(latin) && otherKind(bytes) === null)),
  read: (bytes) => ({ holds: "text", text: textOf(bytes) }),
}
