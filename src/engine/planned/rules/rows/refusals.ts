// Steps that look at numbers which a rule refuses, as the op's own rule does: the run ends there with its sentence.

import type { Tensor } from "../../../../tensor/tensor.ts"
import { faultOf } from "../../../faults.ts"
import type { Drafted } from "../../draft/draft.ts"
import type { Site } from "../../draft/rule.ts"

/** A step that runs `check` on a tensor; what it throws is the node's problem. */
export function checked({ draft, node }: Site, tensor: Drafted, check: (tensor: Tensor) => void): void {
  const flat = draft.flat(tensor)
  draft.run("check", [flat], ({ pass, tensor: tensorIn }) => {
    try {
      check(tensorIn(tensor.shape, flat))
    } catch (error) {
      pass.problems.push(faultOf(error, node.id, "forward"))
    }
  })
}
