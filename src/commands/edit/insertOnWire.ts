import { useAnalysis } from "../../state/analysis.ts"
import { openSearch } from "../../state/search.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const insertOnWire: Command = {
  id: "edit.insertOnWire",
  label: "Insert on this wire…",
  icon: "add",
  keywords: ["add node", "between"],
  shortcuts: ["Shift+A"],
  edits: true,
  needs: "Select one wire first.",
  enabled: () => chosen() !== undefined,
  run: () => {
    const wire = chosen()
    if (wire !== undefined) openSearch({ kind: "insert", at: null, wire })
  },
}

function chosen() {
  const { wires } = useSession.getState()
  return wires.length === 1 ? useAnalysis.getState().analysis.wires.find(({ id }) => id === wires[0]) : undefined
}
