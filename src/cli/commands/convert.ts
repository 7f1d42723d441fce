import { numbersSource } from "../../engine/train/answers/numbersSource.ts"
import type { Exported, ExportedFile, ExportFormat, ExportSource } from "../../formats/exports/exportFormat.ts"
import { exportFormats } from "../../formats/exports/registry.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import {
  type Call,
  type Command,
  type ExitCode,
  fileOption,
  firstArgument,
  type Option,
  UsageError,
  WriteError,
  wordOption,
} from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { DTYPE, dtypeOf, MODE, seedOf } from "../parts/options.ts"
import { hasErrors, plain, reportProblems } from "../parts/output.ts"

const formats = [...exportFormats.values()]

/** The switches of all formats, as options. */
const switches: { readonly [name: string]: Option } = Object.fromEntries(
  formats.flatMap(({ kind, switches }) =>
    switches.map(({ name, doc }) => [name, { type: "boolean" as const, doc: `${kind}: ${doc}` }]),
  ),
)

export const convert: Command = {
  name: "convert",
  usage: "FILE",
  summary: "Writes a document in a format of others: code, weights, figures.",
  least: 1,
  most: 1,
  options: {
    to: { type: "string", value: formats.map(({ kind }) => kind).join("|"), doc: "the format" },
    out: { type: "string", value: "PATH", doc: "where to: a file, or a folder where the format makes several files" },
    force: { type: "boolean", doc: "of a document with problems write what stands" },
    mode: { ...MODE, doc: "how layers behave (default: as the format is used)" },
    dtype: { ...DTYPE, doc: "precision of numbers that are written (default float32; of a proof float64)" },
    seed: { type: "string", value: "N", doc: "draws other numbers than the document's own seed does" },
    layout: {
      type: "string",
      value: "HWC|CHW",
      doc: "order of dimensions in figures (default: the document's, else CHW)",
    },
    ...switches,
  },
  notes: `${formats.map(({ kind, about }) => `${kind}: ${about}`).join("\n")}
Text without --out goes to standard output. What a format cannot say is told on standard error, and the exit code is 1.`,
  run: async (call) => {
    const format = formatOf(call)
    const on = switchesOf(call, format)
    const mode = wordOption(call, "mode", ["train", "eval"], format.mode)
    const out = outOf(call, format)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
    await reportProblems(call.io, name, problems)
    if (analysis === null || (hasErrors(problems) && call.options.force !== true)) {
      if (analysis !== null) await call.io.err(`${plain(name)}: nothing is written; --force writes what stands\n`)
      return 1
    }
    const exported = await format.write(sourceOf(call, format, analysis), on)
    await write(call, format, exported, out)
    return await told(call, name, exported)
  },
}

function formatOf({ options: { to } }: Call): ExportFormat {
  const words = formats.map(({ kind }) => kind).join(", ")
  const format = typeof to === "string" ? exportFormats.get(to) : undefined
  if (format !== undefined) return format
  throw new UsageError(
    to === undefined ? `--to is missing: ${words}.` : `--to is one of ${words}, not "${String(to)}".`,
  )
}

/** Those that are given. Throws UsageError for one of another format. */
function switchesOf(call: Call, format: ExportFormat): ReadonlySet<string> {
  const given = Object.keys(switches).filter((name) => call.options[name] === true)
  const foreign = given.find((name) => !format.switches.some((one) => one.name === name))
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${format.kind}.`)
  return new Set(given)
}

function outOf(call: Call, { kind, ending, shelf }: ExportFormat): string | null {
  const out = fileOption(call, "out")
  if (out !== null) return out
  if (ending === null) throw new UsageError(`${kind} is a folder of files; name it with --out.`)
  if (shelf === "weights") throw new UsageError(`${kind} is no text; name its file with --out.`)
  return null
}

function sourceOf(call: Call, format: ExportFormat, analysis: Analysis): ExportSource {
  const dtype = call.options.dtype === undefined ? format.dtype : dtypeOf(call)
  const layout = wordOption(call, "layout", ["HWC", "CHW", "document"], "document")
  return {
    analysis,
    dtype,
    order: layout === "document" ? (analysis.document.view?.shapes ?? "CHW") : layout,
    name: "model",
    ...numbersSource(analysis, dtype, { seed: seedOf(call) }),
  }
}

async function write({ io }: Call, format: ExportFormat, { files }: Exported, out: string | null): Promise<void> {
  const [only] = files
  if (format.ending === null && out !== null) {
    for (const { folder, path, file } of placed(out, files)) {
      await io.folder(folder)
      await io.write(path, piecesOf(file))
    }
  } else if (only !== undefined && out !== null) await io.write(out, piecesOf(only))
  else if (typeof only?.content === "string") await io.out(only.content)
}

/** Where each file of a folder goes. */
function placed(out: string, files: readonly ExportedFile[]) {
  return files.map((file) => {
    const path = `${out.replace(/\/+$/, "")}/${file.path}`
    return { file, path, folder: path.slice(0, path.lastIndexOf("/")) }
  })
}

function piecesOf({ content }: ExportedFile): Iterable<string | Uint8Array> {
  if (typeof content === "string") return [content]
  const bytes = content()
  if ("problem" in bytes) throw new WriteError(bytes.problem)
  return bytes
}

async function told({ io }: Call, name: string, { notes, lost, command }: Exported): Promise<ExitCode> {
  for (const note of notes) await io.err(`${plain(name)}: ${plain(note)}\n`)
  for (const { place, reason } of lost) await io.err(`${plain(name)}: lost: ${plain(place)}: ${plain(reason)}\n`)
  if (command !== undefined) await io.err(`${plain(command)}\n`)
  return lost.length === 0 ? 0 : 1
}
