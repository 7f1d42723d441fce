// The way through a chain of "why": from a number to one that made it, and back again; and what chips say meanwhile.

import { create } from "zustand"
import { type TensorChoice, useSession } from "./session.ts"

interface Stop {
  readonly nodes: readonly string[]
  readonly wires: readonly string[]
  readonly tensor: TensorChoice | null
  readonly cell: readonly number[] | null
}

interface TrailState {
  readonly stops: readonly Stop[]
  /**
   * From asking for a number until it is on screen: one that was gone to comes to the top with the focus; one that was chosen
   * among its cells only into view.
   */
  readonly arriving: "top" | "view" | null
}

/**
 * Of the cell that is asked for: what came back of it along each wire, by the wire's name, and the sum at the place where
 * they meet. Then chips say these numbers, which add up, and not root mean squares, which do not.
 */
export interface AskedPieces {
  readonly place: string
  readonly wires: ReadonlyMap<string, number>
  readonly sum: number
}

export const useAskedPieces = create<{ readonly asked: AskedPieces | null }>()(() => ({ asked: null }))

const LONGEST = 50

export const useTrail = create<TrailState>()(() => ({ stops: [], arriving: null }))

/** Looks at another cell, remembering this one. */
export function follow(to: Stop & { readonly tensor: TensorChoice; readonly cell: readonly number[] }): void {
  const { nodes, wires, tensor, cell } = useSession.getState()
  const here = { nodes, wires, tensor, cell }
  useTrail.setState(({ stops }) => ({ stops: [...stops.slice(1 - LONGEST), here], arriving: "top" }))
  go(to)
}

/** Looks at a cell of what is selected, and goes to its reason. */
export function arriveAt(tensor: TensorChoice, cell: readonly number[]): void {
  useTrail.setState({ arriving: "top" })
  useSession.getState().look(tensor, cell)
}

/** Looks at a cell that was chosen among its neighbours; its reason comes into view. */
export function choose(tensor: TensorChoice, cell: readonly number[]): void {
  useTrail.setState({ arriving: "view" })
  useSession.getState().look(tensor, cell)
}

/** Goes back to the number one came from. */
export function goBack(): void {
  const last = useTrail.getState().stops.at(-1)
  if (last === undefined) return
  useTrail.setState(({ stops }) => ({ stops: stops.slice(0, -1), arriving: "top" }))
  go(last)
}

export function arrived(): void {
  useTrail.setState({ arriving: null })
}

function go({ nodes, wires, tensor, cell }: Stop): void {
  const { select, look } = useSession.getState()
  select({ nodes, wires })
  look(tensor, cell)
}
