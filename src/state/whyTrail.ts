// The way through a chain of "why": from a number to one that made it, and back again.

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
  /** True from a step along the trail until its number is on screen. */
  readonly arriving: boolean
}

const LONGEST = 50

export const useTrail = create<TrailState>()(() => ({ stops: [], arriving: false }))

/** Looks at another cell, remembering this one. */
export function follow(to: Stop & { readonly tensor: TensorChoice; readonly cell: readonly number[] }): void {
  const { nodes, wires, tensor, cell } = useSession.getState()
  const here = { nodes, wires, tensor, cell }
  useTrail.setState(({ stops }) => ({ stops: [...stops.slice(1 - LONGEST), here], arriving: true }))
  go(to)
}

/** Looks at a cell of what is selected, which is to be brought into view. */
export function arriveAt(tensor: TensorChoice, cell: readonly number[]): void {
  useTrail.setState({ arriving: true })
  useSession.getState().look(tensor, cell)
}

/** Goes back to the number one came from. */
export function goBack(): void {
  const last = useTrail.getState().stops.at(-1)
  if (last === undefined) return
  useTrail.setState(({ stops }) => ({ stops: stops.slice(0, -1), arriving: true }))
  go(last)
}

export function arrived(): void {
  useTrail.setState({ arriving: false })
}

function go({ nodes, wires, tensor, cell }: Stop): void {
  const { select, look } = useSession.getState()
  select({ nodes, wires })
  look(tensor, cell)
}
