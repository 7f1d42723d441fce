// A layout, or the ways of wires, off the page: one question, one answer.

import { waysAmong } from "../../graph/drawing/ways.ts"
import { layout } from "../../graph/layout/layout.ts"
import type { FromLayout, ToLayout } from "./protocol.ts"

self.onmessage = ({ data }: MessageEvent<ToLayout>) => self.postMessage(answer(data))

function answer(asked: ToLayout): FromLayout {
  if (asked.kind === "ways") return { kind: "ways", ways: waysAmong(asked) }
  return { kind: "places", places: layout(asked.boxes, asked.joins, asked.options) }
}
