import type { FileKind } from "../fileKind.ts"

export const document: FileKind = {
  kind: "document",
  title: "a Gradwire document",
  among: 1,
  recognise: ({ latin, isText }) =>
    isText && /^[\s\u00ef\u00bb\u00bf]*\{/.test(latin) && /"gradwire"\s*:|"nodes"\s*:/.test(latin),
  read: () => ({ holds: "document" }),
}
