// What goes on paper: the graph as its picture, the layer table with every row, the beats of the playback that lies under the
// canvas, and the derivation that is open.

import { currentPicture } from "../../commands/file/picturing/picturing.ts"
import { COURSE_COLUMNS, type TableCells, tableCells } from "../../formats/tables.ts"
import { groupedRows } from "../../graph/measure/subtotals.ts"
import { summaryRows } from "../../graph/measure/table.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useDocument } from "../../state/document.ts"
import { usePicture } from "../../state/picture.ts"
import { beatsOfPass, beatWords } from "../../state/player/playbackWords.ts"
import { usePlayer } from "../../state/player/player.ts"
import { useSession } from "../../state/session.ts"

export interface Sheet {
  /** The picture stands alone, on a page of its size. */
  readonly figure?: true
  readonly title: string
  readonly description: string
  /** As the page draws it now, on white. */
  readonly picture: { readonly svg: string; readonly width: number; readonly height: number }
  readonly table: TableCells | null
  /** Its beats, in words; null without one. */
  readonly playback: { readonly title: string; readonly beats: readonly string[] } | null
  /** A copy of what stands in its sheet. */
  readonly derivation: Node | null
}

/** The picture as the panel of pictures wishes for it; null if there is none. */
export function figureNow(): Sheet | null {
  if (useDocument.getState().document.nodes.length === 0) return null
  const picture = currentPicture(usePicture.getState())
  return { figure: true, title: "", description: "", picture, table: null, playback: null, derivation: null }
}

/** The open graph at this moment; null if there is none. */
export function sheetNow(): Sheet | null {
  const { title = "", description = "", nodes } = useDocument.getState().document
  if (nodes.length === 0) return null
  const analysis = useAnalysis.getState().structure
  const rows = groupedRows(summaryRows(analysis, { layout: useSession.getState().order }), analysis.document)
  return {
    title: title || "Untitled",
    description,
    picture: currentPicture({
      part: "graph",
      theme: "light",
      background: false,
      chips: true,
      details: false,
      title: false,
      table: "none",
      formulas: false,
    }),
    table: tableCells(analysis, rows, COURSE_COLUMNS),
    playback: playbackNow(),
    derivation: document.querySelector("[data-derivation]")?.cloneNode(true) ?? null,
  }
}

function playbackNow(): Sheet["playback"] {
  const { playback, sequence, trace } = usePlayer.getState()
  if (playback === null || sequence === null) return null
  const beats = beatsOfPass(sequence, playback).map((beat) => beatWords(sequence, beat, trace))
  return { title: playback === "forward" ? "Forward" : "Backward", beats }
}
