// What a command of `gradwire` is: its words, its options and what it does. It answers with the exit code: 0 fine, 1 the
// document has problems, 2 wrong usage. It touches the world only by the Io that it is given. This folder is what commands
// share; it knows none of them.

export type ExitCode = 0 | 1 | 2

/** What a file is to hold, piece by piece. */
export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

export interface Io {
  /** Bytes of a file, or of standard input for `-`: at most one more than `most`, by default what a document may have. Throws UsageError, in words, where they cannot be had. */
  readonly read: (path: string, most?: number) => Promise<Uint8Array>
  /**
   * Writes to what stands at a path: a file whole or not at all, a pipe or a device as a stream. Throws UsageError or
   * WriteError, in words, where that cannot be.
   */
  readonly write: (path: string, pieces: Pieces) => Promise<void>
  /** Makes a folder and those around it, where they are not there yet. Throws UsageError or WriteError, in words. */
  readonly folder: (path: string) => Promise<void>
  /** Standard output, where results go. Resolves when the text has been taken. */
  readonly out: (text: string) => Promise<void>
  /** Standard error, where messages go. */
  readonly err: (text: string) => Promise<void>
  /** A person is watching standard error: progress may be shown there. */
  readonly watched: boolean
}

export interface Option {
  readonly type: "string" | "boolean"
  /** What stands for the value in the help: `N`, `URL`, `train|eval`. */
  readonly value?: string
  readonly doc: string
  /** May be given several times; the value is then a list. */
  readonly multiple?: boolean
}

export interface Command {
  readonly name: string
  /** The arguments, as the usage line writes them: `FILE`, `FILE…`. */
  readonly usage: string
  readonly summary: string
  readonly least: number
  readonly most: number
  readonly options: { readonly [name: string]: Option }
  /** More words for the help, where the options do not say it all. */
  readonly notes?: string
  readonly run: (call: Call) => Promise<ExitCode>
}

/** One use of a command. */
export interface Call {
  readonly io: Io
  readonly args: readonly string[]
  readonly options: { readonly [name: string]: string | boolean | readonly string[] | undefined }
}

/** The command was called wrongly: the sentence goes to standard error and the exit code is 2. */
export class UsageError extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "UsageError"
  }
}

/** What was asked for could not be written, by no fault of the call: the sentence goes to standard error, the exit code is 1. */
export class WriteError extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "WriteError"
  }
}

/** An option that is the name of a file. */
export function fileOption(call: Call, name: string): string | null {
  const given = call.options[name]
  if (typeof given !== "string") return null
  if (given === "") throw new UsageError(`--${name} is the name of a file, not "".`)
  return given
}

/** An option that may be given several times. */
export function listOption(call: Call, name: string): readonly string[] {
  const given = call.options[name]
  return typeof given === "object" ? given : []
}

/** An option that is one of a few words. */
export function wordOption<const T extends string>(call: Call, name: string, words: readonly T[], fallback: T): T {
  const given = call.options[name]
  if (given === undefined) return fallback
  const word = words.find((candidate) => candidate === given)
  if (word === undefined) throw new UsageError(`--${name} is one of ${words.join(", ")}, not "${String(given)}".`)
  return word
}

/** An option that is a whole number from `least` to 2^53 − 1. */
export function countOption(call: Call, name: string, least: number): number | undefined {
  const given = call.options[name]
  if (given === undefined) return undefined
  const number = typeof given === "string" && /^-?\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (!Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`--${name} is a whole number of at least ${least}, not "${String(given)}".`)
  }
  return number
}

/** The first argument; there is one, by the command's `least`. */
export function firstArgument(call: Call): string {
  const [first] = call.args
  if (first === undefined) throw new Error("a command with least ≥ 1 was called without an argument")
  return first
}
