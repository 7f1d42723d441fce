// Lays out small drawings at once and big ones in a worker of their own, so that the page goes on meanwhile; so too the ways
// of their wires.

import type { Point } from "../../graph/document.ts"
import type { Ways, WaysQuestion } from "../../graph/drawing/ways.ts"
import { layout } from "../../graph/layout/layout.ts"
import { spawnFrom } from "../worker/spawn.ts"
import type { FromLayout, LayoutQuestion, ToLayout } from "./protocol.ts"
import url from "./worker.ts?worker&url"

/** With more boxes or wires than this a layout leaves the page's thread. */
export const OFF_PAGE = 500

/** Whether laying it out would hold the page up: more than OFF_PAGE boxes or joins. */
export function isLong({ boxes, joins }: LayoutQuestion): boolean {
  return Math.max(boxes.length, joins.length) > OFF_PAGE
}

type Spawn = typeof spawnFrom<ToLayout, FromLayout>

/** Places as `layout` gives them. Where no worker can be had, or it breaks down, the page does the work itself. */
export async function askLayout(
  question: LayoutQuestion,
  spawn: Spawn = spawnFrom,
): Promise<ReadonlyMap<string, Point>> {
  const { boxes, joins, options } = question
  if (!isLong(question)) return layout(boxes, joins, options)
  const { answer } = inWorker({ kind: "layout", ...question }, spawn)
  const told = await answer
  return told?.kind === "places" ? told.places : layout(boxes, joins, options)
}

/** The ways of wires, from a worker; null where none can be had: they are drawn directly. `stop` ends it, unanswered. */
export function askWays(
  question: WaysQuestion,
  spawn: Spawn = spawnFrom,
): { readonly ways: Promise<Ways | null>; readonly stop: () => void } {
  const { answer, stop } = inWorker({ kind: "ways", ...question }, spawn)
  return { ways: answer.then((told) => (told?.kind === "ways" ? told.ways : null)), stop }
}

function inWorker(
  question: ToLayout,
  spawn: Spawn,
): { readonly answer: Promise<FromLayout | null>; readonly stop: () => void } {
  let stop = (): void => {}
  const answer = new Promise<FromLayout | null>((resolve) => {
    const worker = spawn(url, "gradwire-layout", {
      onMessage: (message) => end(message.kind === "missing" ? null : message),
      onCrash: () => end(null),
    })
    const end = (told: FromLayout | null): void => {
      worker.terminate()
      resolve(told)
    }
    stop = () => worker.terminate()
    worker.post(question)
  })
  return { answer, stop }
}
