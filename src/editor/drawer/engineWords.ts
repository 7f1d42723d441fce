// How the drawer calls who computes: where it is chosen, and behind what came of it.

import type { Engine } from "../../engine/train/report.ts"

/** As they are offered: the usual one first. */
export const ENGINES: readonly Engine[] = ["planned", "fastest", "eager"]

/** `fast kernels`. */
export const ENGINE_WORDS: Readonly<Record<Engine, string>> = {
  planned: "fast kernels",
  fastest: "the fastest kernels, last digits as this machine has them",
  eager: "the layers’ own rules",
}
