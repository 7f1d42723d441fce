// Documents, links and forgeries that tests of links share.

import { dictionary1 } from "../../src/formats/links/dictionary1.ts"
import { readLink, writeLink } from "../../src/formats/links/link.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"

export const dictionary = new TextEncoder().encode(dictionary1)

export const base = "https://gradwire.example/"

export const small: GradwireDocument = {
  gradwire: 1,
  title: "Batch normalisation",
  nodes: [
    {
      id: "X",
      op: "Input",
      attrs: { shape: [4, 3] },
      values: {
        value: [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
          [1, 0, 1],
        ],
      },
    },
    { id: "mu", op: "Mean", attrs: { dim: [0] }, inputs: { input: "X" }, label: "\\mu", at: [240, -80] },
  ],
}

export function link(document: GradwireDocument, address = base): string {
  const made = writeLink(document, address)
  if (!("link" in made)) throw new Error(made.sentence)
  return made.link
}

export function said(text: string): string {
  const read = readLink(text)
  return "json" in read ? "opened" : `${read.code} ${read.sentence}`
}
