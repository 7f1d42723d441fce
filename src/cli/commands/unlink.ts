import { readLink } from "../../formats/links/link.ts"
import { commandLineLimits } from "../../graph/limits.ts"
import { readDocument } from "../../graph/text/read.ts"
import { writeDocument } from "../../graph/text/write.ts"
import { type Command, firstArgument } from "../parts/command.ts"
import { JSON_OPTION } from "../parts/options.ts"
import { hasErrors, jsonText, reportProblems } from "../parts/output.ts"

export const unlink: Command = {
  name: "unlink",
  usage: "LINK",
  summary: "Prints the document that a share link holds.",
  least: 1,
  most: 1,
  options: {
    minified: { type: "boolean", doc: "without a space or a line break" },
    json: { ...JSON_OPTION, doc: "print the problems as JSON where there is no document" },
  },
  notes: "LINK is the whole address or its fragment; - reads it from standard input.",
  run: async (call) => {
    const argument = firstArgument(call)
    const text = argument === "-" ? new TextDecoder().decode(await call.io.read("-")) : argument
    const link = readLink(text)
    const read = "json" in link ? readDocument(link.json, commandLineLimits) : { document: null, problems: [link] }
    const { document, problems } = read
    if (document !== null) {
      const written = writeDocument(document, { pretty: call.options.minified !== true })
      await call.io.out(written.endsWith("\n") ? written : `${written}\n`)
    } else if (call.options.json === true) await call.io.out(`${jsonText({ problems }, 2)}\n`)
    await reportProblems(call.io, "link", problems)
    return hasErrors(problems) ? 1 : 0
  },
}
