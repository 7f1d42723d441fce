// Finds the command, reads its options, and turns what comes out into an exit code and words.

import { parseArgs } from "node:util"
import { build } from "./commands/build.ts"
import { check } from "./commands/check.ts"
import { convert } from "./commands/convert.ts"
import { gradcheck } from "./commands/gradcheck.ts"
import { link } from "./commands/link.ts"
import { memory } from "./commands/memory.ts"
import { picture } from "./commands/picture.ts"
import { plan } from "./commands/plan.ts"
import { run } from "./commands/run.ts"
import { summary } from "./commands/summary.ts"
import { sweep } from "./commands/sweep.ts"
import { train } from "./commands/train.ts"
import { unlink } from "./commands/unlink.ts"
import { weights } from "./commands/weights.ts"
import { type Call, type Command, type ExitCode, type Io, UsageError, WriteError } from "./parts/command.ts"
import { limits } from "./parts/limits.ts"
import { plain } from "./parts/output.ts"

export const commands: readonly Command[] = [
  check,
  summary,
  memory,
  plan,
  run,
  gradcheck,
  train,
  sweep,
  convert,
  weights,
  link,
  unlink,
  build,
  picture,
  limits,
]

/** Does what the arguments ask. Answers the exit code; throws only for bugs and broken pipes. */
export async function commandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv
  const asked = name === "help" ? commands.find((candidate) => candidate.name === rest[0]) : undefined
  const unknown = name === "help" && rest.length > 0 && asked === undefined
  if ((name === "--help" || name === "-h" || name === "help") && !unknown) {
    await io.out(asked === undefined ? overview() : helpOf(asked))
    return 0
  }
  const command = commands.find((candidate) => candidate.name === name)
  if (command === undefined) {
    await io.err(
      name === undefined
        ? overview()
        : `gradwire: there is no command "${plain(unknown ? (rest[0] ?? name) : name)}"\n\n${overview()}`,
    )
    return 2
  }
  try {
    const call = readCall(command, rest, io)
    if (call === null) {
      await io.out(helpOf(command))
      return 0
    }
    return await command.run(call)
  } catch (error) {
    if (error instanceof WriteError) {
      await io.err(`gradwire ${command.name}: ${plain(error.message)}\n`)
      return 1
    }
    if (!(error instanceof UsageError)) throw error
    await io.err(`gradwire ${command.name}: ${plain(error.message)}\n${usageOf(command)}\n`)
    return 2
  }
}

/** The options and arguments, or null if help was asked for. */
function readCall(command: Command, argv: readonly string[], io: Io): Call | null {
  const options: ParsedOptions = {
    help: { type: "boolean", short: "h" },
  }
  for (const [name, { type, multiple = false }] of Object.entries(command.options)) options[name] = { type, multiple }
  const { values, positionals } = parse(withNegatives(argv, options), options)
  if (values.help === true) return null
  if (positionals.length < command.least) throw new UsageError(`${command.usage} is missing.`)
  if (positionals.length > command.most) {
    throw new UsageError(`"${positionals[command.most] ?? ""}" is one argument too many.`)
  }
  return { io, args: positionals, options: values }
}

/** `--seed -1` as `--seed=-1`: a number below zero is no option. */
function withNegatives(
  argv: readonly string[],
  options: { readonly [name: string]: { readonly type: "string" | "boolean" } },
): string[] {
  const joined: string[] = []
  for (const word of argv) {
    const before = joined.at(-1) ?? ""
    const name = before.startsWith("--") ? before.slice(2) : ""
    const takes = Object.hasOwn(options, name) && options[name]?.type === "string" && !joined.includes("--")
    if (takes && /^-[\d.]/.test(word)) joined[joined.length - 1] = `${before}=${word}`
    else joined.push(word)
  }
  return joined
}

interface ParsedOptions {
  [name: string]: { type: "string" | "boolean"; short?: string; multiple?: boolean }
}

function parse(args: string[], options: ParsedOptions): { values: Call["options"]; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    const entries = Object.entries(values).map(([name, value]) => {
      const list = Array.isArray(value) ? value.filter((item) => typeof item === "string") : value
      return [name, list] as const
    })
    return { values: Object.fromEntries(entries), positionals }
  } catch (error) {
    // parseArgs throws TypeErrors whose first sentence is meant for people.
    const [sentence = "The options cannot be read"] = String(error instanceof Error ? error.message : error).split(
      /\. |\n/,
    )
    throw new UsageError(`${sentence.replace(/\.$/, "")}.`)
  }
}

function usageOf({ name, usage, options }: Command): string {
  const flags = Object.entries(options).map(
    ([option, { value, multiple }]) =>
      `[--${option}${value === undefined ? "" : ` ${value}`}]${multiple === true ? "…" : ""}`,
  )
  return `usage: ${["gradwire", name, usage, ...flags].filter((word) => word !== "").join(" ")}`
}

function helpOf(command: Command): string {
  const rows = Object.entries({ ...command.options, help: { type: "boolean", doc: "print this" } as const }).map(
    ([option, spec]) => [
      `  --${option}${"value" in spec && spec.value !== undefined ? ` ${spec.value}` : ""}`,
      spec.doc,
    ],
  )
  const width = Math.max(...rows.map(([flag = ""]) => flag.length))
  const lines = rows.map(([flag = "", doc = ""]) => `${flag.padEnd(width)}  ${doc}`)
  const notes = command.notes === undefined ? "" : `\n${command.notes}\n`
  const input = command.usage.startsWith("FILE") ? "\nFILE is a document, - for standard input, or a share link.\n" : ""
  return `${usageOf(command)}\n\n${command.summary}\n\n${lines.join("\n")}\n${input}${notes}`
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary: words }) => `  ${name.padEnd(width)}  ${words}`)
  return `usage: gradwire COMMAND …

${lines.join("\n")}

\`gradwire COMMAND --help\` tells more. Exit codes: 0 fine, 1 the document has problems, 2 wrong usage.
`
}
