import { usePlayer } from "../../../state/player/player.ts"
import { type Standing, standingOfNode, standingOfWire } from "../../../state/player/progress.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"

/** The phase in which this node is being worked out right now, on runs long enough to see. */
export function useActive(id: string): "forward" | "backward" | undefined {
  return useRun(({ status }) => {
    const progress = status.kind === "running" ? status.progress : null
    return progress?.node === id ? progress.phase : undefined
  })
}

/** Whether somebody points at this node, here or in a table. */
export function useHovered(id: string): boolean {
  return useSession(({ hovered }) => hovered !== null && "node" in hovered && hovered.node === id)
}

/** How a node stands in the player's step; undefined while the player is idle. It steps back while others are lit. */
export function useNodeStanding(id: string): Standing | undefined {
  const standing = usePlayer((state) => standingOfNode(state, id))
  return useSession(({ lit }) => othersAreLit(lit, id)) ? "later" : standing
}

/** Where only wires are lit, no node steps back. */
function othersAreLit(lit: readonly string[], id: string): boolean {
  const nodes = lit.filter((name) => !name.includes(">"))
  return nodes.length > 0 && !nodes.some((name) => name === id || name.startsWith(`${id}:`))
}

/** The same, of a wire. */
export function useWireStanding(id: string): Standing | undefined {
  return usePlayer((state) => standingOfWire(state, id))
}
