import type { FileKind } from "../fileKind.ts"

const STARTS = ["\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff", "GIF87a", "GIF89a", "BM"]

export const picture: FileKind = {
  kind: "picture",
  title: "a picture (PNG, JPEG, GIF, WebP, BMP, AVIF)",
  recognise: ({ latin, isText }) =>
    (!isText && STARTS.some((start) => latin.startsWith(start))) ||
    (latin.startsWith("RIFF") && latin.slice(8, 12) === "WEBP") ||
    latin.slice(4, 12) === "ftypavif" ||
    /^GIF8[79]a/.test(latin),
  read: () => ({ holds: "picture" }),
}
