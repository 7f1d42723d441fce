// Why a port did not take a wire: shown where it was dropped for as long as it takes to read.

import { create } from "zustand"
import { say } from "../../../state/messages.ts"

interface RefusalState {
  /** In pixels of the window. */
  readonly refusal: { readonly sentence: string; readonly x: number; readonly y: number } | null
}

const SHOWN = 5000

export const useRefusal = create<RefusalState>()(() => ({ refusal: null }))

let timer: ReturnType<typeof setTimeout> | undefined

/** On the spot, and to screen readers as a message. */
export function refuse(sentence: string, x: number, y: number): void {
  clearTimeout(timer)
  useRefusal.setState({ refusal: { sentence, x, y } })
  timer = setTimeout(forgetRefusal, SHOWN)
  say(sentence)
}

export function forgetRefusal(): void {
  clearTimeout(timer)
  if (useRefusal.getState().refusal !== null) useRefusal.setState({ refusal: null })
}
