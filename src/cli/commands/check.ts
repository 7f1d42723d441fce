import { planSweep } from "../../engine/sweep/plan.ts"
import { planTraining } from "../../engine/train/plan.ts"
import { ignoredTargets } from "../../graph/analysis/ignoredTargets.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Mode } from "../../ops/op.ts"
import { type Call, type Command, UsageError } from "../parts/command.ts"
import { type Analysed, openAnalysis } from "../parts/input.ts"
import { JSON_OPTION, MODE, modeOf } from "../parts/options.ts"
import { hasErrors, jsonText, plain, problemLine } from "../parts/output.ts"

export const check: Command = {
  name: "check",
  usage: "FILE…",
  summary:
    "Reads documents, works out their shapes and plans their training and sweep; prints each problem as `file: node:port: sentence`.",
  least: 1,
  most: Number.POSITIVE_INFINITY,
  options: { mode: MODE, json: JSON_OPTION },
  run: async (call) => {
    const mode = modeOf(call)
    const found: object[] = []
    let [bad, unread] = [false, false]
    for (const argument of call.args) {
      const opened = await openOne(call, argument, mode)
      if (opened === null) {
        unread = true
        continue
      }
      const { name, analysis, problems: ofGraph } = opened
      const problems = [
        ...ofGraph,
        ...(analysis === null ? [] : [...planned(analysis.document, ofGraph), ...ignoredTargets(analysis)]),
      ]
      bad ||= hasErrors(problems)
      if (call.options.json === true) {
        found.push(...problems.map((problem) => ({ file: name, ...problem })))
        continue
      }
      for (const problem of problems) await call.io.out(`${problemLine(name, problem)}\n`)
      if (problems.length > 0 || analysis === null) continue
      await call.io.err(`${plain(name)}: fine (${analysis.nodes.size} nodes, ${analysis.wires.length} wires)\n`)
    }
    if (call.options.json === true) await call.io.out(`${jsonText({ problems: found }, 2)}\n`)
    return unread ? 2 : bad ? 1 : 0
  },
}

/** One of the documents; null, and a sentence, for what is no file: the others are checked all the same. */
async function openOne(call: Call, argument: string, mode: Mode): Promise<Analysed | null> {
  try {
    return await openAnalysis(call.io, argument, mode)
  } catch (error) {
    if (!(error instanceof UsageError) || call.args.length === 1) throw error
    await call.io.err(`gradwire check: ${plain(error.message)}\n`)
    return null
  }
}

/** What keeps a document's training and sweep from being run or makes them mislead, as far as its graph alone does not say so. */
function planned(document: GradwireDocument, known: readonly Problem[]): readonly Problem[] {
  if (hasErrors(known)) return []
  const { data, training, sweep } = document
  const learns = data !== undefined || training !== undefined
  const trained = learns ? planTraining(document, { dtype: "float32", engine: "planned" }).problems : []
  const swept = sweep === undefined ? { problems: [] } : planSweep(document, { dtype: "float32" })
  const said = new Set(known.map(({ sentence }) => sentence))
  const all = [...trained, ...("problems" in swept ? swept.problems : [])]
  return all.filter(
    ({ severity, code, sentence }) => !said.has(sentence) && (severity === "error" || code === "GW-D110"),
  )
}
