// The open graph as a picture: what is shown now, as the settings want it; saved or copied.

import { drawPicture, type Picture } from "../../../formats/figures/picture.ts"
import type { StripNumbers } from "../../../formats/figures/strip.ts"
import type { TileNumbers } from "../../../formats/figures/tile.ts"
import { writeCount } from "../../../formula/number.ts"
import { faceOf } from "../../../graph/drawing/face.ts"
import { cardFace } from "../../../graph/drawing/groupFace.ts"
import { boxOfCell } from "../../../graph/drawing/tile/cells.ts"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import { fitsTile, largestIn } from "../../../graph/drawing/tile/small.ts"
import { sharedScales, sharedWith } from "../../../graph/drawing/tile/sums.ts"
import { rowNumbers } from "../../../graph/drawing/tile/table.ts"
import { hasPlainCards, type Tile } from "../../../graph/drawing/tile/tile.ts"
import { fold } from "../../../graph/edit/fold.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { partHidden } from "../../../state/hiding.ts"
import { type PictureSettings, usePicture } from "../../../state/picture.ts"
import { type PlayerState, usePlayer } from "../../../state/player/player.ts"
import { chipOfWire, currentStep, isTensorKnown, tracedOn } from "../../../state/player/progress.ts"
import { classNames } from "../../../state/run/classNames.ts"
import { useHeat } from "../../../state/run/heat.ts"
import { lookOf } from "../../../state/run/looks.ts"
import { useRun } from "../../../state/run/run.ts"
import {
  droppedReading,
  rowReading,
  sharedLargest,
  tileReading,
  tileTensor,
  weightsReading,
} from "../../../state/run/tiles.ts"
import { useSession } from "../../../state/session.ts"
import { download } from "../saving/download.ts"
import { fileName } from "../saving/savingFile.ts"
import { embedFonts } from "./pictureFonts.ts"
import { PNG_SCALE, pngProblem, toPng } from "./rasterizing.ts"

/** What came of it, as a sentence. */
export type Outcome = { readonly done: string } | { readonly problem: string }

/**
 * Fetches the numbers of the pictures on all cards that are drawn: in a large graph those of cards out of view have not been
 * read. Whether any were.
 */
export async function fetchPictures(): Promise<boolean> {
  const { analysis } = useAnalysis.getState()
  const run = useRun.getState()
  const { shown, cards } = fold(analysis.document)
  const faces = [...shown.map((entry) => faceOf(entry, analysis)), ...cards.map((card) => cardFace(card, analysis))]
  const readings = faces.flatMap(({ tile }) =>
    tile === null
      ? []
      : FAMILIES.flatMap((family) => {
          const tensor = tileTensor(run, family, tile)
          return tensor === undefined ? [] : (tileReading(tensor, tile) ?? [])
        }),
  )
  const missing = readings.filter((reading) => reading.now() === null)
  // Where a newer run has taken the place of this one there is nothing to wait for.
  await Promise.allSettled(missing.map((reading) => reading.later()))
  return missing.length > 0
}

const FAMILIES: readonly Family[] = ["value", "gradient"]

/** The picture of this moment, without fonts. */
export function currentPicture(settings: PictureSettings): Picture {
  return pictureAt(settings, usePlayer.getState())
}

/** The same as the player would show it at a moment of the run. `inWords`: cards without their tensors. */
export function pictureAt(settings: PictureSettings, player: PlayerState, inWords = false): Picture {
  const { analysis } = useAnalysis.getState()
  const { nodes, chip, order } = useSession.getState()
  const { result } = useRun.getState()
  const plain = inWords || hasPlainCards(analysis.document) || result === null || partHidden("numbers")
  const { heat } = useHeat.getState()
  return drawPicture(analysis, {
    ...settings,
    ...(heat === null ? {} : { heat }),
    chosen: settings.part === "selection" && nodes.length > 0 ? new Set(nodes) : null,
    order,
    current: currentOf(player),
    ...(plain
      ? {}
      : { tiles: (tile: Tile, family: Family) => numbersOf(tile, family, player), strips: stripsOf(player) }),
    look: (wire) => {
      const kind = chipOfWire(player, wire.id) ?? chip
      return lookOf(wire, analysis, result, kind, order, kind === "shape" ? undefined : tracedOn(player, wire, kind))
    },
  })
}

/** The card that the player stands at. */
function currentOf(player: PlayerState): { readonly node: string; readonly family: Family } | null {
  const step = currentStep(player)
  return step === null ? null : { node: step.node, family: step.phase === "forward" ? "value" : "gradient" }
}

/** What stands on a card then: its numbers are at hand. */
function numbersOf(tile: Tile, family: Family, player: PlayerState): TileNumbers | null {
  const known = isTensorKnown(player, family, tile.place)
  const tensor = known ? tileTensor(useRun.getState(), family, tile) : undefined
  const small = tensor === undefined ? undefined : tileReading(tensor, tile)?.now()?.is
  const cell = player.playback === null || player.at === null ? undefined : player.trace?.cells.get(tile.place)
  const { analysis } = useAnalysis.getState()
  const tiles = sharedScales(analysis).get(tile.place)
  const others = tiles === undefined ? 0 : sharedLargest(useRun.getState(), family, tiles).now()?.is
  return small === undefined || !fitsTile(small, tile)
    ? null
    : {
        data: small.planes.data,
        largest: Math.max(others ?? 0, largestIn(small)),
        shared: sharedWith(analysis, tile.place),
        names: classNames(),
        dropped: droppedReading(useRun.getState().result, tile)?.now()?.is ?? null,
        followed: cell === undefined || tensor === undefined ? null : boxOfCell(tile, tensor.shape, cell),
      }
}

/** What stands between words and picture then. */
function stripsOf(player: PlayerState): StripNumbers {
  const { result } = useRun.getState()
  const known = ({ kind, place }: { readonly kind: string; readonly place: string }): boolean =>
    kind === "param" || isTensorKnown(player, "value", place)
  return {
    weights: (weights) => {
      const small = known(weights) ? weightsReading(result, weights)?.now()?.is : undefined
      return small === undefined ? null : rowNumbers(small)
    },
    row: (row) => (known(row) ? (rowReading(result, row).now()?.is ?? null) : null),
  }
}

/** Hands the picture to the browser as a file. */
export async function savePicture(kind: "svg" | "png"): Promise<Outcome> {
  await fetchPictures()
  const picture = currentPicture(usePicture.getState())
  const name = `${fileName(useDocument.getState().document.title ?? "")}.${kind}`
  const { svg, missing } = await embedFonts(picture.svg)
  const note = missing ? " Its fonts could not be loaded, so they are not inside." : ""
  if (kind === "svg") {
    download(name, svg, "image/svg+xml")
    return { done: `Saved “${name}”.${note}` }
  }
  const drawn = await pngOf(picture, svg)
  if ("problem" in drawn) return drawn
  download(name, drawn.png, "image/png")
  return { done: `Saved “${name}”, ${sizeInWords(picture)}.${note}` }
}

/** Puts the picture on the clipboard as a PNG. */
export async function copyPicture(): Promise<Outcome> {
  const picture = currentPicture(usePicture.getState())
  const refused = pngProblem(picture.width, picture.height)
  if (refused !== null) return { problem: refused }
  // The clipboard takes the promise: a browser that asked first would have forgotten that somebody pressed a button.
  const png = fetchPictures()
    .then(() => embedFonts(currentPicture(usePicture.getState()).svg))
    .then(({ svg }) => toPng(svg, picture.width, picture.height))
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })])
    return { done: `Copied the picture, ${sizeInWords(picture)}.` }
  } catch {
    return { problem: "The browser refused to copy the picture. Save it as PNG instead." }
  }
}

async function pngOf(
  { width, height }: Picture,
  svg: string,
): Promise<{ readonly png: Blob } | { readonly problem: string }> {
  const refused = pngProblem(width, height)
  if (refused !== null) return { problem: refused }
  try {
    return { png: await toPng(svg, width, height) }
  } catch {
    return { problem: "The browser could not draw this picture. Save it as SVG, or select a part of the graph." }
  }
}

function sizeInWords({ width, height }: Picture): string {
  return `${writeCount(width * PNG_SCALE)} × ${writeCount(height * PNG_SCALE)} pixels`
}
