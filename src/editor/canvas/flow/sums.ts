// Where wires fork, the gradients that come back along them are added: the sum stands at the port, beside its pieces.

import { writeNumber } from "../../../formula/number.ts"
import type { Point } from "../../../graph/document.ts"
import { claimedBy } from "../../../graph/drawing/claims.ts"
import { RMS_MARK, tensorWords, writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { BoxGrid } from "../../../graph/drawing/wires/boxGrid.ts"
import { CHIP_HEIGHT, chipWidth } from "../../../graph/drawing/wires/chipSize.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { placeName, type Source, type Wire } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { currentStep, isTensorKnown } from "../../../state/player/progress.ts"
import type { Trace } from "../../../state/player/trace.ts"
import { useRun } from "../../../state/run/run.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { useSession } from "../../../state/session.ts"
import { useAskedPieces } from "../../../state/whyTrail.ts"
import type { Drawn, PlacedSum, Sum } from "./drawn.ts"
import { boxOf, portPoint } from "./elements.ts"

/** Where wires fork, the sum of what came back; while shapes or values are shown there is none. */
export function sumsNow(): readonly Sum[] {
  const player = usePlayer.getState()
  const now = currentStep(player)
  const shown = now === null ? useSession.getState().chip === "gradient" : now.phase === "backward"
  const traced = now === null || player.playback === null ? null : player.trace
  const some = shown ? sumsOf(useAnalysis.getState().analysis.wires, useRun.getState().result, traced) : []
  return some.filter(({ source }) => isTensorKnown(player, "gradient", placeName(source)))
}

/** The sums of a run, by place: of every port from which several gradients came back. */
function sumsOf(wires: readonly Wire[], run: ShownRun | null, traced: Trace | null): readonly Sum[] {
  if (run === null) return []
  const { asked } = useAskedPieces.getState()
  const pieces = new Map<string, { readonly source: Source; count: number }>()
  for (const { id, from } of wires) {
    if (!run.has("wire", id)) continue
    const name = placeName(from)
    const at = pieces.get(name) ?? { source: from, count: 0 }
    at.count += 1
    pieces.set(name, at)
  }
  return [...pieces].flatMap(([name, { source, count }]) => {
    const tensor = count > 1 ? run.at("gradient", name) : undefined
    if (tensor === undefined) return []
    const known = stats(tensor)
    const one = traced?.gradients.get(name) ?? (asked?.place === name ? asked.sum : undefined)
    const words = `Sum of ${count} gradients at ${name}: ${tensorWords(known)}`
    const text = one === undefined ? writeTensor(known) : writeNumber(one)
    // The pieces' root mean squares stand beside it, and do not add.
    const measure = text.startsWith(RMS_MARK) ? text.slice(RMS_MARK.length) : null
    if (measure === null) return [{ source, text: `Σ ${text}`, shorter: `Σ ${text}`, words }]
    const [long, short] = [`${RMS_MARK} of Σ${measure}`, `${RMS_MARK} Σ${measure}`]
    return [{ source, text: long, shorter: short, words }]
  })
}

const GAP = 5

/** Each sum near its port, clear of all else; left out where there is no room. */
export function placeSums(
  { byId, chips, nodes, textZoom }: Drawn,
  sums: readonly Sum[],
  titles: readonly PlacedBox[],
): readonly PlacedSum[] {
  const scale = 1 / textZoom
  const height = CHIP_HEIGHT * scale
  const taken = new BoxGrid()
  for (const { position, data } of nodes) taken.add(claimedBy({ face: data.face, ...position }, textZoom))
  for (const title of titles) taken.add(title)
  for (const { at, width, scale: size } of chips.values()) taken.add(boxAround(at, width, CHIP_HEIGHT * size))
  return sums.flatMap((sum) => {
    const node = byId.get(sum.source.node)
    const port = portPoint(node, sum.source, "out")
    if (node === undefined || port === null) return []
    for (const text of new Set([sum.text, sum.shorter])) {
      const width = chipWidth(text) * scale
      const free = placesBy(port.at, boxOf(node), width, height).find((box) => taken.isFree(box))
      if (free === undefined) continue
      taken.add(free)
      return [{ ...sum, text, at: [free.x + width / 2, free.y + height / 2] as const, scale }]
    }
    return []
  })
}

/** Over and under the corner of the card, then beside the port. */
function placesBy([x, y]: Point, card: PlacedBox, width: number, height: number): readonly PlacedBox[] {
  const over = card.y - GAP - height
  const under = card.y + card.height + GAP
  // Left of a card narrower than the words the window may end.
  const [inside, outside] = [card.x + Math.max(0, card.width - width), x + GAP]
  return [
    { x: inside, y: over },
    { x: inside, y: under },
    { x: outside, y: y - GAP - height },
    { x: outside, y: y + GAP },
    { x: x - width / 2, y: over },
    { x: x - width / 2, y: under },
    { x: inside, y: over - height },
    { x: inside, y: under + height },
  ].map((corner) => ({ ...corner, width, height }))
}
