// A press on a wire that then moves pans, as one beside it does: where many wires run there is hardly a place beside them.
// React Flow keeps wires out of panning, so what begins on one is handed to the pane once more. A click stays the wire's.

/** Answers how to stop. */
export function panFromWires(canvas: HTMLElement): () => void {
  const pane = canvas.querySelector(".react-flow__renderer")
  const hand = (event: MouseEvent | TouchEvent): void => {
    if (!(event.target instanceof Element) || !isOnWire(event.target)) return
    pane?.dispatchEvent(copyOf(event))
  }
  canvas.addEventListener("mousedown", hand)
  canvas.addEventListener("touchstart", hand, { passive: true })
  return () => {
    canvas.removeEventListener("mousedown", hand)
    canvas.removeEventListener("touchstart", hand)
  }
}

/** Its line, and not the ends by which it is wired anew. */
function isOnWire(target: Element): boolean {
  return target.closest(".react-flow__edge") !== null && target.closest(".react-flow__edgeupdater") === null
}

function copyOf(event: MouseEvent | TouchEvent): Event {
  const { type, view, ctrlKey, shiftKey, altKey, metaKey } = event
  const common = { view, ctrlKey, shiftKey, altKey, metaKey, bubbles: false, cancelable: true }
  if (event instanceof MouseEvent) {
    const { clientX, clientY, button, buttons } = event
    return new MouseEvent(type, { ...common, clientX, clientY, button, buttons })
  }
  const lists = { touches: [...event.touches], targetTouches: [...event.targetTouches] }
  return new TouchEvent(type, { ...common, ...lists, changedTouches: [...event.changedTouches] })
}
