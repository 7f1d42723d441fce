// Search by words. What a thing is called counts before what else it is called, and that before what it does: the very
// name, how the name begins, a word of the name, another name (of courses, Keras, ONNX), part of a name, the description.

import type { AnyOp } from "../../../ops/op.ts"

/** What a thing is found by. */
export interface Findable extends Pick<AnyOp, "kind" | "shelf" | "title" | "summary" | "keywords" | "use"> {
  /** Of things that are found equally well those with a smaller one come first; default 0. */
  readonly tier?: number
  /** The title is a sentence: how it begins is worth as much as another name, the rest tells what the thing is about. */
  readonly sentence?: true
}

/** What was found, best first. An empty query finds all, as they come. */
export function findOps<T extends Findable>(things: Iterable<T>, query: string): readonly T[] {
  return ranked(things, query).map(({ thing }) => thing)
}

const EXACT = 0
const BEGINS = 1
/** How documents call its kind begins so. */
const KIND_BEGINS = 1.5
const WORD = 2
const OTHER_NAME = 3
const OTHER_BEGINS = 3.5
const INSIDE = 4
const ABOUT = 5

/** With how far each is from what was typed: 0 is the very name. */
export function ranked<T extends Findable>(
  things: Iterable<T>,
  query: string,
): readonly { readonly thing: T; readonly rank: number }[] {
  const typed = plain(query)
  if (typed === "") return [...things].map((thing) => ({ thing, rank: 0 }))
  const found = [...things].flatMap((thing) => {
    const rank = rankOf(namesOf(thing), typed)
    return rank === null ? [] : [{ thing, rank }]
  })
  return found.sort((a, b) => a.rank - b.rank || byUse(a.thing, b.thing) || byTitle(a.thing, b.thing))
}

/** What is used most comes first, after its tier. */
export function byUse(a: Findable, b: Findable): number {
  return (a.tier ?? 0) - (b.tier ?? 0) || (b.use ?? 0) - (a.use ?? 0)
}

function byTitle(a: Findable, b: Findable): number {
  return a.title.localeCompare(b.title)
}

interface Names {
  readonly title: readonly string[]
  readonly own: readonly string[]
  readonly ownWords: readonly string[]
  readonly others: readonly string[]
  readonly otherWords: readonly string[]
  readonly about: readonly string[]
}

/** A search asks of every thing at every key. */
const known = new WeakMap<Findable, Names>()

function namesOf(thing: Findable): Names {
  const held = known.get(thing)
  if (held !== undefined) return held
  const title = [plain(thing.title), plain(apart(thing.title))]
  const own = [...title, plain(thing.kind), plain(apart(thing.kind))]
  const others = (thing.keywords ?? []).map(plain)
  const sentence = thing.sentence === true ? wordsOf(plain(thing.title)) : []
  const names: Names = {
    title: thing.sentence === true ? [] : title,
    own,
    ownWords: thing.sentence === true ? [] : own.flatMap(wordsOf),
    others,
    otherWords: others.flatMap(wordsOf),
    about: [...sentence, ...wordsOf(plain(`${thing.summary} ${thing.shelf}`))],
  }
  known.set(thing, names)
  return names
}

/** What was typed as a whole, or each of its words, of which the farthest counts: whichever is nearer. */
function rankOf(names: Names, typed: string): number | null {
  const whole = rankOfPhrase(names, typed)
  const ranks = typed.split(" ").map((word) => rankOfFigured(names, word))
  const words = ranks.some((rank) => rank === null) ? null : Math.max(...ranks.map((rank) => rank ?? 0))
  return whole === null || words === null ? (whole ?? words) : Math.min(whole, words)
}

function rankOfPhrase({ title, own, others }: Names, typed: string): number | null {
  const begins = (name: string): boolean => name.startsWith(typed)
  if (own.includes(typed)) return EXACT
  if (title.some(begins)) return BEGINS
  // How a sentence begins is worth as much as another name.
  if (own.some(begins)) return title.length === 0 ? OTHER_NAME : KIND_BEGINS
  return others.includes(typed) ? OTHER_NAME : null
}

/** As typed; else, half a step further, without a course's figures: `CONV3-10` finds Conv2d. */
function rankOfFigured(names: Names, word: string): number | null {
  const exact = rankOfWord(names, word)
  const bare = word.replace(/^(conv|pool|fc)\d+(?:-\d+)?$/, "$1")
  if (exact !== null || bare === word) return exact
  const rank = rankOfWord(names, bare)
  return rank === null ? null : rank + 0.5
}

function rankOfWord({ own, ownWords, others, otherWords, about }: Names, word: string): number | null {
  const begins = (other: string): boolean => other.startsWith(word)
  if (ownWords.some(begins)) return WORD
  if (others.includes(word)) return OTHER_NAME
  if (otherWords.some(begins) || others.some(begins)) return OTHER_BEGINS
  if (word.length < 3) return null
  if ([...own, ...others].some((name) => name.includes(word))) return INSIDE
  return about.some(begins) ? ABOUT : null
}

/** `LeakyReLU` is `Leaky ReLU`, `MaxPool2d` is `Max Pool2d`. */
function apart(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}×]+/u).filter(Boolean)
}

/** `10x28x28` is `10×28×28`, however it is typed; an ellipsis is no part of a name. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/(?<=\d)\s*[x*×]\s*(?=\d)/g, "×")
    .replace(/[…?]/g, "")
    .replace(/[–—]/g, "-")
    .replace(/\s+/g, " ")
    .trim()
}
