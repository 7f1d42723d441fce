// The list of commands is the folder: every file `<group>/<name>.ts` exports one command under its own name.

import type { Command } from "./command.ts"

const files = import.meta.glob<Record<string, Command>>("./*/*.ts", { eager: true })

export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const [, group, name] = path.split("/").map((part) => part.replace(/\.ts$/, ""))
    const command = name === undefined ? undefined : exports[name]
    if (command === undefined || command.id !== `${group}.${name}`) {
      throw new Error(`${path} must export const ${name} with id "${group}.${name}", got "${command?.id}"`)
    }
    return [command.id, command]
  }),
)

/** A command that code asks for by name. Throws if there is none: then the name is misspelt. */
export function commandNamed(id: string): Command {
  const command = commands.get(id)
  if (command === undefined) throw new Error(`no command "${id}"; there are ${[...commands.keys()].join(", ")}`)
  return command
}
