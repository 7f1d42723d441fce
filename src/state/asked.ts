// What a command asks a part of the inspector to do once it is on screen: to open the comparison, the name.

import { create } from "zustand"

interface Asked {
  readonly what: "compare" | "rename"
  /** The node, or the tensor by its full name with its side: `gradient conv1.weight`. */
  readonly of: string
}

export const useAsked = create<{ readonly asked: Asked | null }>()(() => ({ asked: null }))

export function ask(what: Asked["what"], of: string): void {
  useAsked.setState({ asked: { what, of } })
}

/** Sections that shall be unfolded if they are folded, by name. */
export const useUnfolding = create<{ readonly names: readonly string[] }>()(() => ({ names: [] }))

export function unfold(...names: readonly string[]): void {
  useUnfolding.setState({ names })
}

/** It was done, or cannot be any more. */
export function forgetAsked(): void {
  useAsked.setState({ asked: null })
}
