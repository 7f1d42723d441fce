import type { FileKind } from "../fileKind.ts"

export const parquet: FileKind = {
  kind: "parquet",
  title: "a Parquet file",
  recognise: ({ latin }) => latin.startsWith("PAR1"),
  read: () => ({ problem: 'it is a Parquet file; write it as CSV, in pandas with to_csv("a.csv", index=False)' }),
}
