// What the editor has to say about an action: a line that comes and goes, or a banner that stays until it is closed.

import { create } from "zustand"

export interface Message {
  readonly id: number
  readonly tone: "note" | "problem"
  readonly text: string
  /** `banner` stays at the top until closed; `line` goes by itself. */
  readonly place: "line" | "banner"
}

interface MessagesState {
  readonly messages: readonly Message[]
}

export const useMessages = create<MessagesState>()(() => ({ messages: [] }))

let lastId = 0

/** A short line about what was done. */
export function say(text: string): void {
  add({ tone: "note", text, place: "line" })
}

/** Something went wrong: what happened and what to do. */
export function warn(text: string): void {
  add({ tone: "problem", text, place: "banner" })
}

export function dismiss(id: number): void {
  useMessages.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }))
}

// One line and three banners at most: old news goes.
function add(message: Omit<Message, "id">): void {
  lastId += 1
  const added = { ...message, id: lastId }
  useMessages.setState(({ messages }) => {
    const others = messages.filter((old) => old.text !== message.text)
    const kept = message.place === "line" ? others.filter((old) => old.place === "banner") : others.slice(-2)
    return { messages: [...kept, added] }
  })
}
