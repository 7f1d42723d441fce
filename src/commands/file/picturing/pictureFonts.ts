// The page's own fonts as text, to be put into pictures.

import cyrillic from "@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2?url"
import greek from "@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?url"
import latinExt from "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url"
import latin from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url"
import bold from "katex/dist/fonts/KaTeX_Main-Bold.woff2?url"
import main from "katex/dist/fonts/KaTeX_Main-Regular.woff2?url"
import math from "katex/dist/fonts/KaTeX_Math-Italic.woff2?url"
import large from "katex/dist/fonts/KaTeX_Size1-Regular.woff2?url"
import { type FontName, fontsIn, withFonts } from "../../../formats/figures/fonts.ts"
import { toBase64 } from "../../../graph/values/base64.ts"

const FILES: Readonly<Record<FontName, string>> = {
  "inter-latin": latin,
  "inter-latin-ext": latinExt,
  "inter-greek": greek,
  "inter-cyrillic": cyrillic,
  "katex-main": main,
  "katex-math": math,
  "katex-bold": bold,
  "katex-large": large,
}

const loaded = new Map<FontName, Promise<string>>()

/** The picture with the fonts it uses inside; `missing` says that some could not be had. */
export async function embedFonts(svg: string): Promise<{ readonly svg: string; readonly missing: boolean }> {
  const names = fontsIn(svg)
  const files = await Promise.allSettled(names.map(load))
  const fonts = new Map(
    names.flatMap((name, i) => {
      const file = files[i]
      return file?.status === "fulfilled" ? [[name, file.value] as const] : []
    }),
  )
  return { svg: withFonts(svg, fonts), missing: fonts.size < names.length }
}

function load(name: FontName): Promise<string> {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const file = fetchBase64(FILES[name])
  loaded.set(name, file)
  // Offline now need not be offline later.
  file.catch(() => loaded.delete(name))
  return file
}

async function fetchBase64(address: string): Promise<string> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return toBase64(new Uint8Array(await answer.arrayBuffer()))
}
