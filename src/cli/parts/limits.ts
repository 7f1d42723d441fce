import { writeCount } from "../../formula/number.ts"
import { limitRows } from "../../graph/limits.ts"
import type { Command } from "./command.ts"
import { JSON_OPTION } from "./options.ts"
import { columns, jsonText } from "./output.ts"

export const limits: Command = {
  name: "limits",
  usage: "",
  summary: "Prints every limit on what is read and run, here and in the page.",
  least: 0,
  most: 0,
  options: { json: JSON_OPTION },
  run: async (call) => {
    const rows = limitRows()
    if (call.options.json === true) {
      await call.io.out(`${jsonText({ limits: rows }, 2)}\n`)
      return 0
    }
    const lines = rows.map(({ thing, soft, browser, commandLine }) => [
      thing,
      soft === null ? "" : writeCount(soft),
      writeCount(browser),
      writeCount(commandLine),
    ])
    await call.io.out(columns([["limit", " warns above", " page", " command line"], ...lines]))
    return 0
  },
}
