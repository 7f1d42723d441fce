import { drawPicture } from "../../formats/figures/picture.ts"
import { type Call, type Command, firstArgument, UsageError, wordOption } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { MODE, modeOf } from "../parts/options.ts"
import { hasErrors, reportProblems } from "../parts/output.ts"

export const picture: Command = {
  name: "picture",
  usage: "FILE",
  summary: "Prints the graph as an SVG picture, with its layer table or formulas if wished.",
  least: 1,
  most: 1,
  options: {
    theme: { type: "string", value: "light|dark", doc: "colours (default light)" },
    format: { type: "string", value: "svg", doc: "the only one; the page also makes PNGs" },
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
  notes: "Fonts are not put inside: Inter and a serif font for formulas are taken from the computer that shows it.",
  run: async (call) => {
    const { options } = call
    const theme = wordOption(call, "theme", ["light", "dark"], "light")
    wordOption(call, "format", ["svg"], "svg")
    const layout = wordOption(call, "layout", ["HWC", "CHW", "document"], "document")
    const mode = modeOf(call)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
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
      })
      await call.io.out(drawn.svg)
    }
    await reportProblems(call.io, name, problems)
    return hasErrors(problems) ? 1 : 0
  },
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
