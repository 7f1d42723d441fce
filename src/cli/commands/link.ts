import { writeLink } from "../../formats/links/link.ts"
import { type Call, type Command, firstArgument, UsageError } from "../parts/command.ts"
import { openInput } from "../parts/input.ts"
import { JSON_OPTION } from "../parts/options.ts"
import { hasErrors, jsonText, reportProblems } from "../parts/output.ts"

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
    const base = baseOf(call)
    const { name, document, problems } = await openInput(call.io, firstArgument(call))
    const made = document === null ? null : writeLink(document, base)
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

/** Slashes, then a host, or for a file a path from the root: `http:x.org` and `file:x` are read by nobody as they are meant. */
const WHOLE = /^\s*(?:https?:\/\/[^/?#\s]|file:\/\/[^/?#]*\/)/i
const SCHEMES: readonly string[] = ["http:", "https:", "file:"]

/** What `--base` says, as browsers write it (other alphabets in their ASCII form): whoever clicks the link goes there. */
function baseOf(call: Call): string {
  const { base } = call.options
  if (typeof base !== "string") return ""
  const address = WHOLE.test(base) && URL.canParse(base) ? new URL(base) : null
  if (address === null || !SCHEMES.includes(address.protocol)) {
    throw new UsageError(
      `--base is a whole address with http, https or file, such as https://example.org/, not "${base}".`,
    )
  }
  if (address.href.includes("#") || address.href.includes("?")) {
    throw new UsageError(
      `--base is the editor's address alone: what follows ? or # in "${base}" belongs to another page.`,
    )
  }
  if (address.username !== "" || address.password !== "") {
    throw new UsageError(
      "--base holds a name or a password, which everybody who gets the link would read; leave them out.",
    )
  }
  return address.href
}
