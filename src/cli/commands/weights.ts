import { withLearned } from "../../engine/train/answers/learned.ts"
import { matchWeights, takenOf, type WeightMatch } from "../../formats/weights/matching.ts"
import { MATCH_HEADER, matchCells, matchSummary } from "../../formats/weights/matchWords.ts"
import { readWeights } from "../../formats/weights/weightFile.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { commandLineLimits, DATA_FILE_BYTES } from "../../graph/limits.ts"
import { count } from "../../graph/problem.ts"
import { writeDocument } from "../../graph/text/write.ts"
import { type Call, type Command, fileOption, firstArgument, UsageError, WriteError } from "../parts/command.ts"
import { isStandardOutput } from "../parts/fileOutput.ts"
import { openAnalysis } from "../parts/input.ts"
import { JSON_OPTION } from "../parts/options.ts"
import { columns, hasErrors, jsonText, plain, reportProblems } from "../parts/output.ts"

export const weights: Command = {
  name: "weights",
  usage: "FILE",
  summary: "Puts the weights of a file into a document, and prints which tensor goes where.",
  least: 1,
  most: 1,
  options: {
    from: { type: "string", value: "WEIGHTS", doc: "a .safetensors or .npz file" },
    out: { type: "string", value: "FILE", doc: "write the document with the weights there" },
    json: JSON_OPTION,
  },
  notes: `A tensor goes to the place of its name (node.param, PyTorch's name in a state_dict), also behind a common beginning such as
module.; what is left goes by its shape, in order. Nothing else of the document changes. Exit code 1 where a place was missing
in the file or had another shape there. A file of \`run --out\` gives its params and the buffers before the run.`,
  run: async (call) => {
    const [from, out] = [fileOption(call, "from"), fileOption(call, "out")]
    if (from === null) throw new UsageError("--from is missing: a .safetensors or .npz file.")
    const json = call.options.json === true
    if (json && out !== null && isStandardOutput(out)) {
      throw new UsageError("--out on standard output and --json exclude each other.")
    }
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), "train")
    const file = readWeights(await call.io.read(from, DATA_FILE_BYTES))
    if ("problem" in file) throw new UsageError(`"${from}" holds no weights: ${file.problem.replace("FILE", from)}.`)
    await reportProblems(call.io, name, problems)
    if (analysis === null) return 1
    const match = matchWeights(analysis, file)
    const { params, buffers } = takenOf(match)
    await say(call, match, out)
    if (params.size + buffers.size === 0) {
      await call.io.err(`${plain(name)}: no tensor of ${plain(from)} fits, so nothing is written\n`)
      return 1
    }
    if (out !== null) await call.io.write(out, [textOf(withLearned(analysis.document, params, buffers))])
    const whole = match.rows.every(({ place, taken }) => place === null || taken !== null)
    return whole && !hasErrors(problems) ? 0 : 1
  },
}

async function say({ io, options }: Call, match: WeightMatch, out: string | null): Promise<void> {
  if (options.json === true) {
    await io.out(`${jsonText({ rows: match.rows.map(rowJson), summary: matchSummary(match) }, 2)}\n`)
    return
  }
  const text = `${columns([MATCH_HEADER, ...match.rows.map(matchCells)].map((row) => row.map(plain)))}\n${matchSummary(match)}\n`
  // What is written there must stay a document.
  if (out !== null && isStandardOutput(out)) await io.err(text)
  else await io.out(text)
}

function rowJson({ place, tensor, verdict, note }: WeightMatch["rows"][number]): object {
  return {
    place: place?.name ?? null,
    shape: place?.shape ?? null,
    verdict,
    tensor: tensor?.name ?? null,
    found: tensor?.shape ?? null,
    dtype: tensor?.dtype ?? null,
    note,
  }
}

/** The document's text, if it can be read again. */
function textOf(document: GradwireDocument): string {
  const text = writeDocument(document)
  const bytes = new TextEncoder().encode(text).length
  if (bytes <= commandLineLimits.fileBytes) return text
  const limit = count(commandLineLimits.fileBytes)
  throw new WriteError(`The document would have ${count(bytes)} bytes with these weights; at most ${limit} are read.`)
}
