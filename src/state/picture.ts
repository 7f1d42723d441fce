// How a picture is wished for: chosen in its panel, remembered in this browser, and meant by the commands that save or
// copy one without asking.

import { create } from "zustand"
import { recall, remember } from "./remembered.ts"

export interface PictureSettings {
  /** Of nothing selected there is no picture: then the whole graph is meant. */
  readonly part: "graph" | "selection"
  readonly theme: "light" | "dark"
  readonly background: boolean
  readonly chips: boolean
  /** Parameters as a computation, and receptive fields, on the cards. */
  readonly details: boolean
  readonly title: boolean
  readonly table: "none" | "below" | "right"
  readonly formulas: boolean
}

interface PictureState extends PictureSettings {
  readonly set: (change: Partial<PictureSettings>) => void
}

const DEFAULTS: PictureSettings = {
  part: "graph",
  theme: "light",
  background: true,
  chips: true,
  details: false,
  title: false,
  table: "none",
  formulas: false,
}
/** What the words may be; everything else is true or false. */
const WORDS: Readonly<Record<string, readonly unknown[]>> = {
  part: ["graph", "selection"],
  theme: ["light", "dark"],
  table: ["none", "below", "right"],
}

export const usePicture = create<PictureState>()((set, get) => ({
  ...DEFAULTS,
  ...remembered(),
  set: (change) => {
    set(change)
    remember("picture", Object.fromEntries(Object.keys(DEFAULTS).map((key) => [key, Reflect.get(get(), key)])))
  },
}))

function remembered(): Partial<PictureSettings> {
  const found = recall("picture")
  if (typeof found !== "object" || found === null) return {}
  const kept = Object.keys(DEFAULTS).flatMap((key) => {
    const value: unknown = Reflect.get(found, key)
    const fits = (WORDS[key] ?? [true, false]).includes(value)
    return fits ? [[key, value] as const] : []
  })
  return Object.fromEntries(kept)
}
