import { wordsOf } from "../../graph/problem.ts"
import { unfold } from "../../state/asked.ts"
import { say } from "../../state/messages.ts"
import { windowOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import { arriveAt } from "../../state/whyTrail.ts"
import { addressOf } from "../../tensor/address.ts"
import type { Command } from "../command.ts"
import { showInspector } from "../showInspector.ts"
import { chosenTensor, numbersNeeded } from "./chosen/subject.ts"

export const why: Command = {
  id: "inspect.why",
  label: "Why this number?",
  icon: "why",
  keywords: ["explain", "where does it come from", "arithmetic", "show the calculation", "how is it computed", "trace"],
  shortcuts: ["W"],
  use: 80,
  needs: () => numbersNeeded() ?? "",
  enabled: () => numbersNeeded() === null,
  run: async () => {
    const subject = await chosenTensor()
    if (subject === null) {
      say("There is no number here: something before it has a problem.")
      return
    }
    const { place, tensor } = subject
    const { tensor: looked, cell } = useSession.getState()
    const same = looked?.name === place.name && looked.side === place.side && cell?.length === tensor.shape.length
    const at = same && cell !== null ? cell : await largest(tensor)
    if (at === null) return
    showInspector()
    unfold("Tensors", "Gradient along this wire", "Value along this wire", "Why this number?")
    arriveAt(place, at)
  },
}

/** Without a chosen cell, the one that matters most; null where the numbers cannot be had, which is said. */
async function largest(tensor: RunTensor): Promise<readonly number[] | null> {
  try {
    const { data } = await windowOf(tensor).later()
    let at = 0
    for (let i = 1; i < data.length; i++) if (Math.abs(data[i] ?? 0) > Math.abs(data[at] ?? 0)) at = i
    return addressOf(tensor.shape, at)
  } catch (error) {
    say(wordsOf(error))
    return null
  }
}
