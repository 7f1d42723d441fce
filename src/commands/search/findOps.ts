// Search by words: by title, kind, and the names that courses, Keras and ONNX use. Titles that begin with what was typed
// come first, then other titles, then other names, then what the thing does.

import type { AnyOp } from "../../ops/op.ts"

/** What a thing is found by. */
export type Findable = Pick<AnyOp, "kind" | "shelf" | "title" | "summary" | "keywords">

/** What was found, best first. An empty query finds all, as they come. */
export function findOps<T extends Findable>(things: Iterable<T>, query: string): readonly T[] {
  return ranked(things, query).map(({ thing }) => thing)
}

/** With how far each is from what was typed: 0 is the very name. */
export function ranked<T extends Findable>(
  things: Iterable<T>,
  query: string,
): readonly { readonly thing: T; readonly rank: number }[] {
  const words = plain(query).split(" ").filter(Boolean)
  if (words.length === 0) return [...things].map((thing) => ({ thing, rank: 0 }))
  const found: { readonly thing: T; readonly rank: number }[] = []
  for (const thing of things) {
    const names = namesOf(thing)
    const ranks = words.map((word) => rankOf(names, word))
    if (ranks.every((rank) => rank !== null)) found.push({ thing, rank: Math.max(...ranks.map((rank) => rank ?? 0)) })
  }
  return found.sort((a, b) => a.rank - b.rank || a.thing.title.localeCompare(b.thing.title))
}

interface Names {
  readonly own: readonly string[]
  readonly others: readonly string[]
  readonly about: string
}

function namesOf(thing: Findable): Names {
  return {
    own: [plain(thing.title), plain(thing.kind)],
    others: (thing.keywords ?? []).map(plain),
    about: plain(`${thing.summary} ${thing.shelf}`),
  }
}

/** As typed; else, half a step further, without a course's figures: `CONV3-10` finds Conv2d. */
function rankOf(names: Names, word: string): number | null {
  const exact = rankOfWord(names, word)
  const bare = word.replace(/^(conv|pool|fc)\d+(?:-\d+)?$/, "$1")
  if (exact !== null || bare === word) return exact
  const rank = rankOfWord(names, bare)
  return rank === null ? null : rank + 0.5
}

function rankOfWord({ own, others, about }: Names, word: string): number | null {
  if (own.includes(word)) return 0
  if (others.includes(word)) return 0.25
  if (own.some((name) => name.startsWith(word))) return 1
  if (own.some((name) => name.includes(word))) return 2
  if (others.some((name) => name.startsWith(word) || name.includes(` ${word}`))) return 3
  if (word.length >= 3 && others.some((name) => name.includes(word))) return 4
  return word.length >= 3 && about.includes(word) ? 5 : null
}

/** `10x28x28` is `10×28×28`, however it is typed. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/(?<=\d)\s*[x*×]\s*(?=\d)/g, "×")
    .replace(/\s+/g, " ")
    .trim()
}
