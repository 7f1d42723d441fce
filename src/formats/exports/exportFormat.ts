// What a format is that a document can be written in: its words, its settings, and the files that it makes. One object a
// format, one file each in kinds/; the command line and the page's panel read the same list. Formats are pure: numbers of a
// run come through ExportSource, which those hand over who know the engine.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { DimsOrder } from "../../graph/measure/notation.ts"
import type { NumbersSource } from "../../graph/values/recorded.ts"
import type { Mode } from "../../ops/op.ts"
import type { Dtype } from "../../tensor/tensor.ts"

/** The document, and what can be asked of it. */
export interface ExportSource extends NumbersSource {
  readonly analysis: Analysis
  readonly dtype: Dtype
  /** Order in which shapes of images are written. */
  readonly order: DimsOrder
  /** What files are called that have no name of their own, without an ending. */
  readonly name: string
}

/** One file that is made. */
export interface ExportedFile {
  /** With `/` between folders. */
  readonly path: string
  /** Text; or bytes, made when they are wanted, or why they cannot be, in a sentence. */
  readonly content: string | (() => Iterable<Uint8Array> | { readonly problem: string })
  /** What is shown of bytes: their names and shapes, a line each. */
  readonly preview?: string
}

/** What the target cannot say, and why. */
interface Lost {
  /** Node, place or attribute. */
  readonly place: string
  /** A sentence. */
  readonly reason: string
}

export interface Exported {
  readonly files: readonly ExportedFile[]
  readonly lost: readonly Lost[]
  /** Sentences that are good to know. */
  readonly notes: readonly string[]
  /** A line for a terminal that proves or sets what was made. */
  readonly command?: string
}

/** A setting of a format: on or off. */
interface ExportSwitch {
  /** `snippet`: the option of the command line. */
  readonly name: string
  /** In the panel. */
  readonly label: string
  /** In the help of the command line. */
  readonly doc: string
}

export interface ExportFormat {
  /** The file's name, and the word after `--to`. */
  readonly kind: string
  /** In a list. */
  readonly title: string
  /** One sentence: what it is good for. */
  readonly about: string
  readonly shelf: "code" | "weights" | "figure"
  /** Place among its shelf, the lowest first. */
  readonly rank: number
  /** Of the single file; null for a folder of files. */
  readonly ending: string | null
  readonly mode: Mode
  /** Precision of numbers, where nothing else is asked for. */
  readonly dtype: Dtype
  readonly switches: readonly ExportSwitch[]
  /** `on`: names of switches. Never throws for what a document can hold. */
  readonly write: (source: ExportSource, on: ReadonlySet<string>) => Exported | Promise<Exported>
}
