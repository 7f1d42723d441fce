import { buildFromShorthand, SHORTHAND_EXAMPLES } from "../../formats/shorthand/shorthand.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import { writeDocument } from "../../graph/text/write.ts"
import { ops } from "../../ops/registry.ts"
import { type Command, firstArgument } from "../parts/command.ts"
import { JSON_OPTION } from "../parts/options.ts"
import { hasErrors, jsonText, reportProblems } from "../parts/output.ts"

export const build: Command = {
  name: "build",
  usage: '"INPUT 28x28x1, CONV3-10, …"',
  summary: "Prints the document of a network in the course's shorthand.",
  least: 1,
  most: 1,
  options: { json: { ...JSON_OPTION, doc: "print the problems as JSON where there is no document" } },
  notes: `Layers: ${SHORTHAND_EXAMPLES.join(", ")}. - reads the shorthand from standard input.`,
  run: async (call) => {
    const argument = firstArgument(call)
    const text = argument === "-" ? new TextDecoder().decode(await call.io.read("-")) : argument
    const built = buildFromShorthand(text)
    const problems =
      "problem" in built ? [built.problem] : [...built.notes, ...analyze(built.document, ops, "train").problems]
    if ("document" in built) await call.io.out(writeDocument(built.document))
    else if (call.options.json === true) await call.io.out(`${jsonText({ problems }, 2)}\n`)
    await reportProblems(call.io, "build", problems)
    return hasErrors(problems) ? 1 : 0
  },
}
