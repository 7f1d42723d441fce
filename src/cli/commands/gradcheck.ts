import { type GradcheckResult, gradcheck as gradcheckSteps, type TensorCheck } from "../../engine/check/gradcheck.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { type Call, type Command, countOption, firstArgument } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { JSON_OPTION, MODE, modeOf, seedOf } from "../parts/options.ts"
import { columns, hasErrors, jsonText, reportProblems } from "../parts/output.ts"

export const gradcheck: Command = {
  name: "gradcheck",
  usage: "FILE",
  summary: "Compares backward with central differences in float64, for every param and every input.",
  least: 1,
  most: 1,
  options: {
    mode: MODE,
    seed: { type: "string", value: "N", doc: "draws other numbers than the document's own seed does" },
    samples: { type: "string", value: "N", doc: "numbers checked of a tensor that has more (default 2,000)" },
    json: JSON_OPTION,
  },
  notes:
    "Numbers next to a kink (ReLU at 0, a tie of two maxima) have no derivative to compare with; they are counted apart.",
  run: async (call) => {
    const mode = modeOf(call)
    const seed = seedOf(call)
    const samples = countOption(call, "samples", 1)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
    const options = { ...(seed === undefined ? {} : { seed }), ...(samples === undefined ? {} : { samples }) }
    const result = analysis === null ? null : await finished(call, analysis, options)
    const all = [...new Set([...problems, ...(result?.problems ?? [])])]
    if (call.options.json === true) await call.io.out(`${jsonText(asJson(result, all), 2)}\n`)
    else if (result !== null) await call.io.out(inWords(result))
    await reportProblems(call.io, name, all)
    return hasErrors(all) || result?.passed !== true ? 1 : 0
  },
}

/** Runs the check; shows how far it is, a line that overwrites itself. */
async function finished(
  call: Call,
  analysis: Analysis,
  options: { readonly seed?: number; readonly samples?: number },
): Promise<GradcheckResult> {
  const steps = gradcheckSteps(analysis, options)
  for (;;) {
    const step = steps.next()
    if (step.done) {
      if (call.io.watched) await call.io.err("\r\u001b[K")
      return step.value
    }
    const { name, done, of } = step.value
    if (call.io.watched && done % 100 === 0) await call.io.err(`\r\u001b[K${done} of ${of}: ${name}`)
  }
}

function asJson(result: GradcheckResult | null, problems: readonly object[]): object {
  if (result === null) return { target: null, worst: null, passed: false, tensors: [], problems }
  const { target, seed, samples, worst, passed, tensors } = result
  return { target, seed, samples, worst: finite(worst), passed, tensors: tensors.map(tensorJson), problems }
}

function tensorJson({ name, node, elements, checked, worst, at, kinks }: TensorCheck): object {
  const place = at === null ? null : { ...at, backward: finite(at.backward), difference: finite(at.difference) }
  return { name, node, elements, checked, kinks, worst: finite(worst), at: place }
}

function finite(x: number): number | string {
  return Number.isFinite(x) ? x : String(x)
}

function inWords({ target, seed, tensors, worst, passed }: GradcheckResult): string {
  if (target === null) return "There is no target that could be computed, so there is nothing to check.\n"
  const rows = [["tensor", " elements", " checked", " at a kink", " worst relative error"]]
  for (const { name, elements, checked, kinks, worst: own } of tensors) {
    rows.push([name, String(elements), String(checked), String(kinks.length), own.toExponential(2)])
  }
  const verdict = passed ? "backward agrees" : "backward does NOT agree"
  return `${columns(rows)}\nfrom ${target}, seed ${seed}: worst relative error ${worst.toExponential(2)}; ${verdict}\n`
}
