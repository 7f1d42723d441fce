// What a first visit is told, once: a hint goes for good when it is closed or when somebody has done what it says.

import { create } from "zustand"
import { useDocument } from "../document.ts"
import { recall, remember } from "../remembered.ts"
import { useSession } from "../session.ts"
import { useLive } from "./live.ts"
import { useRun } from "./run.ts"

export const HINTS = ["draw", "backward", "number", "wire"] as const
export type Hint = (typeof HINTS)[number]

const KEY = "hints"

export const useHints = create<{ readonly gone: readonly Hint[] }>()(() => ({ gone: rememberedHints() }))

/** Whether there is still one to give. */
export function hasHints({ gone }: { readonly gone: readonly Hint[] }): boolean {
  return gone.length < HINTS.length
}

export function closeHint(hint: Hint): void {
  const { gone } = useHints.getState()
  if (gone.includes(hint)) return
  const next = [...gone, hint]
  remember(KEY, next)
  useHints.setState({ gone: next })
}

useLive.subscribe(({ live, kept }, before) => {
  if (before.live !== null && live === null && kept) closeHint("draw")
})
useRun.subscribe(({ phase, passes }, before) => {
  if (phase === "backward" && passes !== before.passes) closeHint("backward")
})
useSession.subscribe(({ cell }, before) => {
  if (cell !== null && cell !== before.cell) closeHint("number")
})
useDocument.subscribe(({ document, opened }, before) => {
  if (opened === before.opened && document.nodes.length > before.document.nodes.length) closeHint("wire")
})

function rememberedHints(): readonly Hint[] {
  const kept = recall(KEY)
  return Array.isArray(kept) ? HINTS.filter((hint) => kept.includes(hint)) : []
}
