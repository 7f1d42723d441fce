import { isLink } from "../../json.ts"
import type { FileKind } from "../fileKind.ts"

export const link: FileKind = {
  kind: "link",
  title: "a Gradwire link",
  among: 2,
  recognise: ({ latin, isText }) => isText && isLink(latin),
  read: () => ({ holds: "link" }),
}
