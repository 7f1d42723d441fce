// A layout off the page: one question, one answer.

import { layout } from "../../graph/layout/layout.ts"
import type { LayoutAnswer, LayoutQuestion } from "./protocol.ts"

self.onmessage = ({ data: { boxes, joins, options } }: MessageEvent<LayoutQuestion>) => {
  const answer: LayoutAnswer = { kind: "places", places: layout(boxes, joins, options) }
  self.postMessage(answer)
}
