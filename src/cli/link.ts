import { writeLink } from "../formats/link.ts"
import { type Command, firstArgument } from "./command.ts"
import { openDocument } from "./input.ts"
import { JSON_OPTION } from "./options.ts"
import { hasErrors, jsonText, reportProblems } from "./output.ts"

export const link: Command = {
  name: "link",
  usage: "FILE",
  summary: "Prints a share link that holds the whole document.",
  least: 1,
  most: 1,
  options: {
    base: { type: "string", value: "URL", doc: "address of the editor; without it the link is its fragment, #g1.…" },
    json: JSON_OPTION,
  },
  run: async (call) => {
    const { name, document, problems } = await openDocument(call.io, firstArgument(call))
    const { base } = call.options
    const made = document === null ? null : writeLink(document, typeof base === "string" ? base : "")
    const link = made !== null && "link" in made ? made : null
    const failure = made !== null && !("link" in made) ? [made] : []
    const all = [...problems, ...failure, ...(link?.warning ? [link.warning] : [])]
    if (call.options.json === true) {
      const [text, characters] = [link?.link ?? null, link?.characters ?? null]
      await call.io.out(`${jsonText({ link: text, characters, problems: all }, 2)}\n`)
    } else if (link !== null) await call.io.out(`${link.link}\n`)
    await reportProblems(call.io, name, all)
    return link === null || hasErrors(all) ? 1 : 0
  },
}
