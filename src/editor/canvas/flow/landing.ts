// The wire that something dragged would land on: it is highlighted meanwhile (pointer/landing.ts finds it).

import { create } from "zustand"

interface LandingState {
  readonly wire: string | null
}

export const useLanding = create<LandingState>()(() => ({ wire: null }))
