// A sentence with math and a little markup, as elements. This folder draws formulas; it works none out.

import { closedParts, type SentencePart } from "../../formula/sentence.ts"
import { Maths } from "./Maths.tsx"

/** What is said of a frame. */
export function Sentence({ text }: { readonly text: string }) {
  return closedParts(text).map((part) => <Part key={part.at} {...part} />)
}

function Part({ kind, text }: SentencePart) {
  if (kind === "math") return <Maths tex={text} />
  if (kind === "bold") return <strong>{text}</strong>
  if (kind === "italic") return <em>{text}</em>
  return kind === "code" ? <code>{text}</code> : text
}
