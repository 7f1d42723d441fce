import type { ToldPlan, ToldStep } from "../../engine/pass/toldPlan.ts"
import { lease } from "../../engine/planned/cache.ts"
import { timePlan, toldPlan } from "../../engine/planned/described.ts"
import type { Wanted } from "../../engine/planned/drafting.ts"
import { planGraph } from "../../engine/planned/plan.ts"
import { preparedTo } from "../../engine/train/prepared.ts"
import { writeBytes, writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { type Command, firstArgument } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { JSON_OPTION, MODE, modeOf } from "../parts/options.ts"
import { columns, hasErrors, jsonText, plain, reportProblems } from "../parts/output.ts"

export const plan: Command = {
  name: "plan",
  usage: "FILE",
  summary: "Prints what the planned engine would do: steps, kernels, bytes, and the nodes that have no kernel.",
  least: 1,
  most: 1,
  options: {
    mode: MODE,
    time: { type: "boolean", doc: "run the plan some times and print how long each step takes" },
    json: JSON_OPTION,
  },
  notes:
    "In training mode the plan goes forward to the target and back to the params that lead there; in evaluation mode it goes forward. Bytes of a step are those of all buffers that it looks at. The arena holds all buffers, those that are never needed together in one place. Nothing is run but with --time: then each step has the least of five runs, GFLOP/s (two for a multiply-add) and GB/s through its buffers, each byte counted once.",
  run: async (call) => {
    const mode = modeOf(call)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
    const told = analysis === null ? null : toldOf(analysis, call.options.time === true)
    if (call.options.json === true)
      await call.io.out(`${jsonText({ engine: "planned", mode, ...told, problems }, 2)}\n`)
    else if (told !== null) await call.io.out(inWords(told))
    await reportProblems(call.io, name, problems)
    return hasErrors(problems) || told === null ? 1 : 0
  },
}

/** Null where the graph has no target that can be computed. */
function toldOf(analysis: Analysis, timed: boolean): ToldPlan | null {
  const { target } = analysis
  if (target === null || analysis.nodes.get(target.node)?.state !== "ok") return null
  const { nodes, backwards, needs, roots, end } = preparedTo(analysis, target, new Set())
  const back = analysis.mode === "train" ? backwards : []
  const wanted: Wanted = { analysis, nodes, backwards: back, needs, roots, reads: [end] }
  if (!timed) return toldPlan(planGraph(wanted))
  const { graph } = lease(wanted, false)
  return toldPlan(
    graph.plan,
    timePlan(graph, ROUNDS, () => performance.now()),
  )
}

const ROUNDS = 5

function inWords({ arena, unshared, code, steps, eager }: ToldPlan): string {
  const timed = steps.some(({ milliseconds }) => milliseconds !== undefined)
  const head = ["phase", "node", "step", " MACs", " bytes", ...(timed ? [" ms", " GFLOP/s", " GB/s"] : [])]
  const rows = steps.map(({ phase, node, step, macs, bytes, milliseconds, gflops, gbps }: ToldStep) => [
    phase,
    plain(node),
    step,
    macs === 0 ? "" : macs.toLocaleString("en-GB"),
    bytes === 0 ? "" : writeBytes(bytes),
    ...(timed ? [milliseconds, gflops, gbps].map((n) => (n === undefined ? "" : writeNumber(n, 3))) : []),
  ])
  const time = steps.reduce((sum, { milliseconds = 0 }) => sum + milliseconds, 0)
  const macs = steps.reduce((sum, step) => sum + step.macs, 0)
  const words = [
    `${steps.length} steps, ${macs.toLocaleString("en-GB")} multiply-adds${timed ? `, ${writeNumber(time, 3)} ms` : ""}.`,
    `An arena of ${writeBytes(arena)} for buffers of ${writeBytes(unshared)}; code of ${writeBytes(code)}.`,
    eager.length === 0
      ? "Every node has a kernel."
      : `By their own rules: ${eager.map(({ node, what }) => plain(`${node} (no kernel for ${what})`)).join(", ")}.`,
  ]
  return `${columns([head, ...rows])}\n${words.join("\n")}\n`
}
