// Every command as a line of the search; one that cannot run now says why, and does so again where it is chosen.

import { say } from "../../../state/messages.ts"
import { noteUse } from "../../../state/search.ts"
import { isHidden, mayRun, reasonOf, refusalOf } from "../../allowed.ts"
import { type Command, labelOf } from "../../command.ts"
import { commands } from "../../registry.ts"
import type { SearchEntry } from "./entry.ts"

/** In the order of use. What an open document refuses is left out: it says so itself, at its lock. */
export function commandEntries(): SearchEntry[] {
  return [...commands.values()].flatMap((command) =>
    isHidden(command) || refusalOf(command) !== null || command.id === "edit.search" ? [] : entryOf(command),
  )
}

function entryOf(command: Command): SearchEntry[] {
  const reason = mayRun(command) ? null : reasonOf(command)
  if (reason === null && !mayRun(command)) return []
  const [shortcut] = command.shortcuts ?? []
  return [
    {
      id: command.id,
      section: "Commands",
      kind: labelOf(command),
      shelf: "",
      title: labelOf(command),
      summary: "",
      keywords: command.keywords ?? [],
      detail: reason ?? "",
      icon: command.icon,
      ...(command.use === undefined ? {} : { use: command.use }),
      ...(shortcut === undefined ? {} : { shortcut }),
      ...(reason === null ? {} : { waits: true }),
      run: () => {
        // It may have become possible, or impossible, since the list was made.
        if (!mayRun(command)) {
          say(reasonOf(command) ?? `${labelOf(command)} cannot be done now.`)
          return
        }
        noteUse(command.id)
        return command.run()
      },
    },
  ]
}
