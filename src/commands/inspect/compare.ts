import { ask, unfold } from "../../state/asked.ts"
import { say } from "../../state/messages.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { showInspector } from "../showInspector.ts"
import { chosenTensor, numbersNeeded } from "./chosen/subject.ts"

export const compare: Command = {
  id: "inspect.compare",
  label: "Compare with my array…",
  icon: "compare",
  keywords: ["check my answer", "paste numbers", "NumPy", "my solution", "difference", "allclose"],
  needs: () => numbersNeeded() ?? "",
  enabled: () => numbersNeeded() === null,
  run: async () => {
    const subject = await chosenTensor()
    if (subject === null) {
      say("There is nothing to compare with here: something before it has a problem.")
      return
    }
    const { name, side } = subject.place
    const { tensor, cell, look } = useSession.getState()
    showInspector()
    unfold("Tensors", "Gradient along this wire", "Value along this wire")
    look(subject.place, tensor?.name === name && tensor.side === side ? cell : null)
    ask("compare", `${side} ${name}`)
  },
}
