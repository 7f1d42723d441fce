import type { FileKind } from "../fileKind.ts"

export const workbook: FileKind = {
  kind: "workbook",
  title: "an old Excel workbook (.xls)",
  recognise: ({ latin }) => latin.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
  read: () => ({ problem: "it is an old Excel workbook (.xls); save the sheet as CSV" }),
}
