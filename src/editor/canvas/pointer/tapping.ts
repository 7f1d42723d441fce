// On a telephone the inspector is away until something is tapped, and goes when nothing is.

import { partHidden } from "../../../state/hiding.ts"
import { useSession } from "../../../state/session.ts"
import { isPhone } from "../../../state/window.ts"

/** A node, a wire or a chip was tapped: its numbers come up under the graph. */
export function inspectTapped(): void {
  if (isPhone() && !partHidden("inspector")) useSession.getState().setSheet("inspector")
}

/** The empty canvas was tapped. */
export function leaveTapped(): void {
  if (isPhone() && useSession.getState().sheet === "inspector") useSession.getState().setSheet(null)
}
