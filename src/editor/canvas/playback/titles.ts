// The card at work says what it is: its title does not lie under the caption.

import { meet } from "../../../graph/layout/freePlace.ts"
import { useCamera } from "../../../state/camera.ts"

/** Of a card, from its upper edge: its title, in pixels of the canvas. */
const TITLE = 40

/** Pans by the least after which a node is seen, if its title is covered. */
export function uncoverTitle(node: string): void {
  const { camera, boxes } = useCamera.getState()
  const box = boxes().get(node)
  if (camera === null || box === undefined) return
  const { covered } = camera.stage()
  const title = { ...box, height: Math.min(TITLE, box.height) }
  if (covered.some((one) => meet(one, title, 0))) camera.include([node])
}
