// Attributes: what a user sets on a node. A spec says how one is read from a document, what it means and what bounds it
// has; the inspector draws its control from `control`. Values are kept in documents as written (`"kernel_size": 3`);
// ops get them read (`[3, 3]`).

/** A value, or one sentence that says what was expected and what was found. */
export type Read<T> = { readonly value: T } | { readonly problem: string }

/** How the inspector shows the attribute. */
export type Control =
  | {
      readonly kind: "int" | "number"
      readonly min: number
      readonly max: number
      readonly unit?: string
      /** Words allowed in place of a number ("inf"). */
      readonly words?: readonly string[]
    }
  | { readonly kind: "bool" }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "pair"; readonly min: number; readonly max: number; readonly words: readonly string[] }
  | { readonly kind: "list"; readonly min: number; readonly max: number }
  | { readonly kind: "text" }

export interface AttrSpec<T> {
  readonly control: Control
  /** What it means, one line, for the inspector. */
  readonly doc: string
  /** Raw value where the document says nothing; `undefined` makes the attribute required. */
  readonly fallback: Json | undefined
  /** Raw value given to a node fresh from the palette, where `fallback` alone would not do. */
  readonly initial?: Json
  /** May be `null` (PyTorch's None). */
  readonly optional: boolean
  readonly read: (raw: Json) => Read<T>
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type AttrSpecs = { readonly [name: string]: AttrSpec<unknown> }
export type AttrValues<A extends AttrSpecs> = { readonly [K in keyof A]: A[K] extends AttrSpec<infer T> ? T : never }
export type Pair = readonly [number, number]

interface Options<T> {
  readonly doc: string
  readonly fallback?: T
  readonly initial?: T
  readonly min?: number
  readonly max?: number
  readonly unit?: string
}

const LARGEST = 2 ** 24
/** What float32 can still hold. */
const LARGEST_NUMBER = 3.4028234663852886e38

/** A whole number. */
export function int(options: Options<number>): AttrSpec<number> {
  const { min, max } = bounds(options)
  const control = { kind: "int", min, max, ...unit(options) } as const
  return spec(control, options, (raw) => readInt(raw, min, max))
}

/** A finite number. */
export function number(options: Options<number>): AttrSpec<number> {
  const min = options.min ?? -LARGEST_NUMBER
  const max = options.max ?? LARGEST_NUMBER
  return spec({ kind: "number", min, max, ...unit(options) }, options, (raw) => readNumber(raw, min, max))
}

/** A finite number, or one of a few words (the order of a norm: "inf"). */
export function numberOr<const T extends string>(
  words: readonly T[],
  options: Options<number | NoInfer<T>>,
): AttrSpec<number | T> {
  const min = options.min ?? -LARGEST_NUMBER
  const max = options.max ?? LARGEST_NUMBER
  return spec({ kind: "number", min, max, words, ...unit(options) }, options, (raw): Read<number | T> => {
    const word = words.find((w) => w === raw)
    if (word !== undefined) return { value: word }
    const read = readNumber(raw, min, max)
    const list = words.map((w) => `"${w}"`).join(" or ")
    return "value" in read || typeof raw !== "string"
      ? read
      : { problem: `expected a number or ${list}, found ${show(raw)}` }
  })
}

export function bool(options: Options<boolean>): AttrSpec<boolean> {
  return spec({ kind: "bool" }, options, (raw) =>
    typeof raw === "boolean" ? { value: raw } : { problem: `expected true or false, found ${show(raw)}` },
  )
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[], options: Options<NoInfer<T>>): AttrSpec<T> {
  return spec({ kind: "choice", options: words }, options, (raw) => {
    const word = words.find((w) => w === raw)
    return word === undefined
      ? { problem: `expected one of ${words.map((w) => `"${w}"`).join(", ")}, found ${show(raw)}` }
      : { value: word }
  })
}

/** Yes, no, or as it follows from the rest: "auto". */
export function autoOrBool(doc: string): AttrSpec<"auto" | boolean> {
  return spec({ kind: "choice", options: ["auto", "true", "false"] }, { doc, fallback: "auto" }, (raw) =>
    raw === "auto" || typeof raw === "boolean"
      ? { value: raw }
      : { problem: `expected "auto", true or false, found ${show(raw)}` },
  )
}

/** Free text. */
export function text(options: Options<string>): AttrSpec<string> {
  return spec({ kind: "text" }, options, (raw) =>
    typeof raw === "string" ? { value: raw } : { problem: `expected text, found ${show(raw)}` },
  )
}

/** Height and width; one number stands for both. */
export function pair(options: Options<number | Pair>): AttrSpec<Pair> {
  const { min, max } = bounds(options)
  return spec({ kind: "pair", min, max, words: [] }, options, (raw) => readPair(raw, min, max))
}

/** A pair, or one of a few words (padding: "same", "valid"). */
export function pairOr<const T extends string>(
  words: readonly T[],
  options: Options<number | Pair | NoInfer<T>>,
): AttrSpec<Pair | T> {
  const { min, max } = bounds(options)
  return spec({ kind: "pair", min, max, words }, options, (raw): Read<Pair | T> => {
    const word = words.find((w) => w === raw)
    if (word !== undefined) return { value: word }
    const read = readPair(raw, min, max)
    return "value" in read || typeof raw !== "string"
      ? read
      : { problem: `expected a number, two numbers or ${words.map((w) => `"${w}"`).join(" or ")}, found ${show(raw)}` }
  })
}

/** A length along the only axis; a list of one stands for it too, as in PyTorch's one-dimensional layers. */
export function single(options: Options<number>): AttrSpec<number> {
  const { min, max } = bounds(options)
  return spec({ kind: "int", min, max, ...unit(options) }, options, (raw) => readInt(bare(raw), min, max))
}

/** A length along the only axis, or one of a few words (padding: "same", "valid"). */
export function singleOr<const T extends string>(
  words: readonly T[],
  options: Options<number | NoInfer<T>>,
): AttrSpec<number | T> {
  const { min, max } = bounds(options)
  return spec({ kind: "int", min, max, words }, options, (raw): Read<number | T> => {
    const word = words.find((w) => w === raw)
    if (word !== undefined) return { value: word }
    const read = readInt(bare(raw), min, max)
    return "value" in read || typeof raw !== "string"
      ? read
      : { problem: `expected a number or ${words.map((w) => `"${w}"`).join(" or ")}, found ${show(raw)}` }
  })
}

/** A list of whole numbers; a single one may be written bare. `least` and `most` bound its length. */
export function ints(
  options: Options<number | readonly number[]> & { least?: number; most?: number },
): AttrSpec<readonly number[]> {
  const { min, max } = bounds(options)
  return spec({ kind: "list", min, max }, options, (raw) =>
    readInts(raw, min, max, options.least ?? 0, options.most ?? 8),
  )
}

/** Lets an attribute be `null`, which is then its fallback. */
export function optional<T>(inner: AttrSpec<T>): AttrSpec<T | null> {
  return {
    ...inner,
    fallback: inner.fallback ?? null,
    optional: true,
    read: (raw): Read<T | null> => (raw === null ? { value: null } : inner.read(raw)),
  }
}

/** A raw value as it would be written, shortened, for messages. */
export function show(raw: unknown): string {
  const written = typeof raw === "number" ? String(raw) : JSON.stringify(raw)
  return written === undefined ? "nothing" : written.length > 80 ? `${written.slice(0, 79)}…` : written
}

function spec<T>(control: Control, options: Options<Json>, read: (raw: Json) => Read<T>): AttrSpec<T> {
  const initial = options.initial === undefined ? {} : { initial: options.initial }
  return { control, doc: options.doc, fallback: options.fallback, optional: false, read, ...initial }
}

function unit(options: { readonly unit?: string }): { unit?: string } {
  return options.unit === undefined ? {} : { unit: options.unit }
}

function bounds(options: { readonly min?: number; readonly max?: number }): { min: number; max: number } {
  return { min: options.min ?? -LARGEST, max: options.max ?? LARGEST }
}

function readInt(raw: Json, min: number, max: number): Read<number> {
  const fits = typeof raw === "number" && Number.isInteger(raw) && raw >= min && raw <= max
  return fits ? { value: raw } : { problem: `expected a whole number ${range(min, max)}, found ${show(raw)}` }
}

function readNumber(raw: Json, min: number, max: number): Read<number> {
  const fits = typeof raw === "number" && Number.isFinite(raw) && raw >= min && raw <= max
  return fits ? { value: raw } : { problem: `expected a number${range(min, max, " ")}, found ${show(raw)}` }
}

function bare(raw: Json): Json {
  const only: Json | undefined = Array.isArray(raw) && raw.length === 1 ? (raw as readonly Json[])[0] : undefined
  return only === undefined ? raw : only
}

function readPair(raw: Json, min: number, max: number): Read<Pair> {
  if (!Array.isArray(raw)) {
    const one = readInt(raw, min, max)
    return "value" in one ? { value: [one.value, one.value] } : one
  }
  const [height, width] = raw as readonly Json[]
  if (raw.length !== 2 || height === undefined || width === undefined) {
    return { problem: `expected one number or two, found ${show(raw)}` }
  }
  const h = readInt(height, min, max)
  const w = readInt(width, min, max)
  return "problem" in h ? h : "problem" in w ? w : { value: [h.value, w.value] }
}

function readInts(raw: Json, min: number, max: number, least: number, most: number): Read<readonly number[]> {
  const list: readonly Json[] = Array.isArray(raw) ? raw : [raw]
  if (list.length < least || list.length > most) {
    return { problem: `expected ${least} to ${most} whole numbers, found ${list.length}` }
  }
  const values: number[] = []
  for (const item of list) {
    const read = readInt(item, min, max)
    if ("problem" in read) return read
    values.push(read.value)
  }
  return { value: values }
}

function range(min: number, max: number, lead = ""): string {
  const [low, high] = [min, max].map((bound) => String(bound).replace("-", "−"))
  if (min <= -LARGEST_NUMBER) return max >= LARGEST_NUMBER ? `${lead}of at most ±${high}` : `${lead}of at most ${high}`
  return max >= LARGEST_NUMBER ? `${lead}of at least ${low}` : `${lead}from ${low} to ${high}`
}
