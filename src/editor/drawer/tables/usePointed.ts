import { useSession } from "../../../state/session.ts"

/** Whether a node is pointed at, on the canvas or in a table: a row of it lights. */
export function usePointed(node: string): boolean {
  return useSession(({ hovered }) => hovered !== null && "node" in hovered && hovered.node === node)
}
