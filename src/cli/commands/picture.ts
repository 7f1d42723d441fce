import type { RunOptions, RunResult } from "../../engine/pass/result.ts"
import { run } from "../../engine/pass/run.ts"
import { drawPicture, type PictureOptions } from "../../formats/figures/picture.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { hasPlainCards } from "../../graph/drawing/tile/tile.ts"
import { HEAVY_MACS, isHeavy } from "../../graph/measure/costs.ts"
import { OVERLAYS } from "../../graph/measure/overlay/parts.ts"
import type { Mode } from "../../ops/op.ts"
import { type Call, type Command, firstArgument, UsageError, wordOption } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { MODE, maxMemory, memoryLimitOf, modeOf, seedOf } from "../parts/options.ts"
import { hasErrors, reportProblems } from "../parts/output.ts"
import { heatOfRun, needsRun, overlayIn } from "../parts/overlay.ts"
import { stripsOfRun, tilesOfRun } from "../parts/tiles.ts"

export const picture: Command = {
  name: "picture",
  usage: "FILE",
  summary: "Prints the graph as an SVG picture, its tensors on its cards, with its layer table or formulas if wished.",
  least: 1,
  most: 1,
  options: {
    theme: { type: "string", value: "light|dark", doc: "colours (default light)" },
    format: { type: "string", value: "svg", doc: "the only one; the page also makes PNGs" },
    plain: { type: "boolean", doc: "cards in words alone: nothing is run but for an overlay" },
    overlay: { type: "string", value: OVERLAYS.join("|"), doc: "lays it over the cards as heat, with its scale" },
    "no-backward": { type: "boolean", doc: "values without gradients" },
    seed: { type: "string", value: "N", doc: "draws other numbers than the document's own seed does" },
    "max-memory": maxMemory("the run"),
    only: { type: "string", value: "IDS", doc: "draws these nodes and the wires between them: X,mu,Z" },
    table: { type: "boolean", doc: "puts the layer table under the graph" },
    beside: { type: "boolean", doc: "puts the layer table at its right" },
    formulas: { type: "boolean", doc: "puts the rule of every node underneath" },
    details: { type: "boolean", doc: "writes parameters as a computation and receptive fields on cards" },
    title: { type: "boolean", doc: "puts the title above" },
    "no-chips": { type: "boolean", doc: "leaves the shapes on wires out" },
    transparent: { type: "boolean", doc: "leaves the background out" },
    layout: { type: "string", value: "HWC|CHW", doc: "order of dimensions (default: the document's, else CHW)" },
    mode: MODE,
  },
  notes: `The graph is run for its cards, forward and backward from its target; a document that asks for words alone
("cards": "plain") and one whose forward pass takes more than ${HEAVY_MACS / 1e9} GMACs is not, but for the overlays gradient, dead and time.
Fonts are not put inside: Inter and a serif font for formulas are taken from the computer that shows it.`,
  run: async (call) => {
    const { options } = call
    const theme = wordOption(call, "theme", ["light", "dark"], "light")
    wordOption(call, "format", ["svg"], "svg")
    const layout = wordOption(call, "layout", ["HWC", "CHW", "document"], "document")
    const mode = modeOf(call)
    const asked = runOptionsOf(call, mode)
    const overlay = overlayIn(call)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
    const plain = analysis === null || isPlain(call, analysis)
    const isRun = analysis !== null && (!plain || needsRun(overlay))
    const result = isRun ? run(analysis, asked, () => performance.now()) : null
    const all = [...new Set([...problems, ...(result?.problems ?? [])])]
    if (analysis !== null) {
      const drawn = drawPicture(analysis, {
        theme,
        chosen: chosenIn(options.only, analysis.document.nodes),
        chips: options["no-chips"] !== true,
        details: options.details === true,
        background: options.transparent !== true,
        title: options.title === true,
        table: options.beside === true ? "right" : options.table === true ? "below" : "none",
        formulas: options.formulas === true,
        order: layout === "document" ? (analysis.document.view?.shapes ?? "CHW") : layout,
        ...(plain || result === null ? {} : picturesOf(result, analysis)),
        ...(overlay === null ? {} : { heat: heatOfRun(overlay, analysis, result) }),
      })
      await call.io.out(drawn.svg)
    }
    await reportProblems(call.io, name, all)
    return hasErrors(all) ? 1 : 0
  },
}

function picturesOf(result: RunResult, analysis: Analysis): Pick<PictureOptions, "tiles" | "strips"> {
  return { tiles: tilesOfRun(result, analysis), strips: stripsOfRun(result) }
}

function runOptionsOf(call: Call, mode: Mode): RunOptions {
  const seed = seedOf(call)
  const backward = call.options["no-backward"] !== true
  return { mode, dtype: "float32", backward, ...(seed === undefined ? {} : { seed }), ...memoryLimitOf(call) }
}

/** Whether its cards are words alone. */
function isPlain(call: Call, analysis: Analysis): boolean {
  return call.options.plain === true || hasPlainCards(analysis.document) || isHeavy(analysis)
}

/** The nodes of `--only X,mu`; throws UsageError on one that is not there. */
function chosenIn(
  only: Call["options"][string],
  nodes: readonly { readonly id: string }[],
): ReadonlySet<string> | null {
  if (typeof only !== "string") return null
  const known = new Set(nodes.map(({ id }) => id))
  const ids = only.split(",").map((id) => id.trim())
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) throw new UsageError(`--only names "${missing}", but there is no such node.`)
  return new Set(ids)
}
