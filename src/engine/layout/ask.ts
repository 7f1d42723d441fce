// Lays out small drawings at once and big ones in a worker of their own, so that the page goes on meanwhile.

import type { Point } from "../../graph/document.ts"
import { layout } from "../../graph/layout/layout.ts"
import { spawnFrom } from "../worker/spawn.ts"
import type { LayoutAnswer, LayoutQuestion } from "./protocol.ts"
import url from "./worker.ts?worker&url"

/** With more boxes or wires than this a layout leaves the page's thread. */
export const OFF_PAGE = 500

/** Whether laying it out would hold the page up: more than OFF_PAGE boxes or joins. */
export function isLong({ boxes, joins }: LayoutQuestion): boolean {
  return Math.max(boxes.length, joins.length) > OFF_PAGE
}

type Spawn = typeof spawnFrom<LayoutQuestion, LayoutAnswer>

/** Places as `layout` gives them. Where no worker can be had, or it breaks down, the page does the work itself. */
export async function askLayout(
  question: LayoutQuestion,
  spawn: Spawn = spawnFrom,
): Promise<ReadonlyMap<string, Point>> {
  const { boxes, joins, options } = question
  const places = isLong(question) ? await inWorker(question, spawn) : null
  return places ?? layout(boxes, joins, options)
}

function inWorker(question: LayoutQuestion, spawn: Spawn): Promise<ReadonlyMap<string, Point> | null> {
  return new Promise((resolve) => {
    const worker = spawn(url, "gradwire-layout", {
      onMessage: (message) => end(message.kind === "places" ? message.places : null),
      onCrash: () => end(null),
    })
    const end = (places: ReadonlyMap<string, Point> | null): void => {
      worker.terminate()
      resolve(places)
    }
    worker.post(question)
  })
}
