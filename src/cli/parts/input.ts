// A document from wherever the command line names one: a file, standard input, or a share link.

import { isLink, readDocumentOrLink as readAny } from "../../formats/json.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { commandLineLimits } from "../../graph/limits.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Mode } from "../../ops/op.ts"
import { ops } from "../../ops/registry.ts"
import type { Io } from "./command.ts"

export interface Opened {
  /** How messages call it: the file's name, `-`, or `link`. */
  readonly name: string
  readonly document: GradwireDocument | null
  readonly problems: readonly Problem[]
}
export interface Analysed {
  readonly name: string
  /** Null if nothing could be read. */
  readonly analysis: Analysis | null
  /** Of reading. */
  readonly read: readonly Problem[]
  /** Of reading and of meaning. */
  readonly problems: readonly Problem[]
}

/** Reads a document; what is wrong with it is in `problems`. Throws UsageError if there is no such file. */
export async function openInput(io: Io, argument: string): Promise<Opened> {
  const link = namesLink(argument)
  const { document, problems } = readAny(link ? argument : await io.read(argument), commandLineLimits)
  return { name: link ? "link" : argument, document, problems }
}

/** True if one of these fields could not be read: what is left of the document is not what somebody asked for. */
export function isUnread({ setAside = [] }: GradwireDocument, fields: readonly string[]): boolean {
  return setAside.some(({ within, key }) => within === "document" && fields.includes(key))
}

/** An address or a fragment, as a chat program may have wrapped it. Without either sign, `g1.json` is a file. */
function namesLink(argument: string): boolean {
  return isLink(argument) && /[#%:]/.test(argument)
}

/** Reads a document and works out what it means in a mode. */
export async function openAnalysis(io: Io, argument: string, mode: Mode): Promise<Analysed> {
  const { name, document, problems } = await openInput(io, argument)
  if (document === null) return { name, analysis: null, read: problems, problems }
  const analysis = analyze(document, ops, mode)
  return { name, analysis, read: problems, problems: [...problems, ...analysis.problems] }
}
