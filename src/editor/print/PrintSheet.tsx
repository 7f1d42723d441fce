// The sheet of paper: made when something is printed, seen nowhere else. Ctrl P waits until its picture is drawn; the
// browser's own menu does not ask, and gets what there is at once.

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react"
import { createPortal, flushSync } from "react-dom"
import { embedFonts } from "../../commands/file/picturing/pictureFonts.ts"
import type { TableCells } from "../../formats/tables.ts"
import { useWindow } from "../../state/window.ts"
import { paint } from "../parts/styles/theme.ts"
import { useDark } from "../parts/useDark.ts"
import styles from "./PrintSheet.module.css"
import { pageOf } from "./pageSize.ts"
import { figureNow, type Sheet, sheetNow } from "./sheet.ts"

export function PrintSheet() {
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const picture = useRef<HTMLImageElement>(null)
  const dark = useDark()
  useEffect(() => {
    let made = false
    const make = (next: Sheet | null): void => {
      made = next !== null
      flushSync(() => setSheet(next))
    }
    const before = (): void => {
      // Colours that stand for something are those of white paper.
      paint(false)
      if (!made) make(sheetNow())
    }
    let givePageBack = (): void => {}
    const after = (): void => {
      givePageBack()
      paint(dark)
      make(null)
    }
    const print = async (next: Sheet | null): Promise<void> => {
      if (next === null) return
      const { svg } = await embedFonts(next.picture.svg)
      make({ ...next, picture: { ...next.picture, svg } })
      await picture.current?.decode().catch(() => {})
      givePageBack()
      givePageBack = next.figure === true ? pageOf(next.picture) : () => {}
      globalThis.print()
    }
    addEventListener("beforeprint", before)
    addEventListener("afterprint", after)
    useWindow.setState({ print: () => print(sheetNow()), printFigure: () => print(figureNow()) })
    return () => {
      removeEventListener("beforeprint", before)
      removeEventListener("afterprint", after)
      useWindow.setState({ print: null, printFigure: null })
    }
  }, [dark])
  return sheet === null ? null : createPortal(<Paper sheet={sheet} picture={picture} />, document.body)
}

function Paper({ sheet, picture }: { readonly sheet: Sheet; readonly picture: RefObject<HTMLImageElement | null> }) {
  const { title, description, table, playback, derivation } = sheet
  const { svg, width, height } = sheet.picture
  return (
    <article className={styles.paper} data-paper="" data-figure={sheet.figure}>
      {sheet.figure === true ? null : <h1>{title}</h1>}
      {description === "" ? null : <p>{description}</p>}
      <img
        ref={picture}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
        width={width}
        height={height}
        alt="The graph"
      />
      {table === null ? null : <Table cells={table} />}
      {playback === null ? null : (
        <>
          <h2>{playback.title}</h2>
          <ol>
            {playback.beats.map((beat) => (
              <li key={beat}>{beat}</li>
            ))}
          </ol>
        </>
      )}
      {derivation === null ? null : <Copied of={derivation} />}
    </article>
  )
}

function Table({ cells: { header, rows, totals, subtotals } }: { readonly cells: TableCells }) {
  return (
    <table>
      <thead>
        <Line cells={header} />
      </thead>
      <tbody>
        {rows.flatMap((cells, at) => [
          // A row has no other name than its place.
          // biome-ignore lint/suspicious/noArrayIndexKey: the sheet is made once and never reordered
          <Line key={at} cells={cells} />,
          ...subtotals
            .filter(({ after }) => after === at)
            .map(({ group, cells }) => <Line key={`group ${group}`} cells={cells} sum />),
        ])}
        <Line cells={totals} sum />
      </tbody>
    </table>
  )
}

function Line({ cells, sum }: { readonly cells: readonly string[]; readonly sum?: boolean }) {
  return (
    <tr data-sum={sum}>
      {cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name than their place
        <td key={at}>{cell}</td>
      ))}
    </tr>
  )
}

function Copied({ of }: { readonly of: Node }) {
  const place = useRef<HTMLElement>(null)
  useLayoutEffect(() => place.current?.replaceChildren(of), [of])
  return (
    <>
      <h2>Derivation</h2>
      <section ref={place} />
    </>
  )
}
