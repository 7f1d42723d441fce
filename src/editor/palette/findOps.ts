// Search over ops: by title, kind, and the names that courses, Keras and ONNX use. Titles that begin with what was typed
// come first, then other titles, then other names, then what the op does.

import type { AnyOp } from "../../ops/op.ts"

/** What a thing of the library is found by. */
type Findable = Pick<AnyOp, "kind" | "shelf" | "title" | "summary" | "keywords">

export function findOps<T extends Findable>(ops: Iterable<T>, query: string): readonly T[] {
  const words = plain(query).split(" ").filter(Boolean)
  if (words.length === 0) return [...ops]
  const found: { readonly op: T; readonly rank: number }[] = []
  for (const op of ops) {
    const ranks = words.map((word) => rankOf(op, word))
    if (ranks.every((rank) => rank !== null)) found.push({ op, rank: Math.max(...ranks.map((rank) => rank ?? 0)) })
  }
  return found.sort((a, b) => a.rank - b.rank || a.op.title.localeCompare(b.op.title)).map(({ op }) => op)
}

function rankOf(op: Findable, word: string): number | null {
  const names = [plain(op.title), plain(op.kind)]
  const others = (op.keywords ?? []).map(plain)
  if (names.includes(word) || others.includes(word)) return 0
  if (names.some((name) => name.startsWith(word))) return 1
  if (names.some((name) => name.includes(word))) return 2
  if (others.some((name) => name.startsWith(word) || name.includes(` ${word}`))) return 3
  if (word.length >= 3 && others.some((name) => name.includes(word))) return 4
  return word.length >= 3 && plain(`${op.summary} ${op.shelf}`).includes(word) ? 5 : null
}

/** `CONV3-10` finds Conv2d: figures behind a course name are its sizes, not its name. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(conv|pool|fc)\d+(?:-\d+)?$/, "$1")
    .replace(/\s+/g, " ")
    .trim()
}
