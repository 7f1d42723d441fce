// The fonts of a picture: which it needs, and how they are put into it, so that it looks the same where they are not
// installed. Without them (from the command line) the next best installed font stands in.

export type FontName =
  | "inter-latin"
  | "inter-latin-ext"
  | "inter-greek"
  | "inter-cyrillic"
  | "katex-main"
  | "katex-math"
  | "katex-bold"
  | "katex-large"

const SERIF = '"Latin Modern Math","STIX Two Math","Cambria Math","Times New Roman",serif'

/** The families of a picture's classes. Fonts are put in before it. */
export const FONT_STYLE = [
  '.gw{font-family:"Inter Variable",Inter,system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-feature-settings:"tnum","ss03","cv05"}',
  `.gw-main{font-family:KaTeX_Main,${SERIF}}`,
  `.gw-math{font-family:KaTeX_Math,${SERIF};font-style:italic}`,
  `.gw-large{font-family:KaTeX_Size1,${SERIF}}`,
  `.gw-bold{font-family:KaTeX_Main,${SERIF};font-weight:bold}`,
  '.gw-mono{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}',
  "text{white-space:pre}",
].join("")

/** Ranges as Inter's files are cut. */
const FACES: Readonly<Record<FontName, string>> = {
  "inter-latin": 'font-family:"Inter Variable";font-weight:100 900',
  "inter-latin-ext":
    'font-family:"Inter Variable";font-weight:100 900;unicode-range:U+0100-02FF,U+1E00-1EFF,U+20A0-20CF',
  "inter-greek": 'font-family:"Inter Variable";font-weight:100 900;unicode-range:U+0370-03FF',
  "inter-cyrillic": 'font-family:"Inter Variable";font-weight:100 900;unicode-range:U+0400-052F',
  "katex-main": "font-family:KaTeX_Main",
  "katex-bold": "font-family:KaTeX_Main;font-weight:bold",
  "katex-math": "font-family:KaTeX_Math;font-style:italic",
  "katex-large": "font-family:KaTeX_Size1",
}

/** The fonts that hold what is written in a picture. */
export function fontsIn(svg: string): readonly FontName[] {
  const plain = svg.replace(/<tspan[^>]*class="gw-[^>]*>[^<]*<\/tspan>/g, "").replace(/<style>.*?<\/style>/gs, "")
  const words = [...plain.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text ?? "").join("")
  const needed: readonly (readonly [FontName, boolean])[] = [
    ["inter-latin", words !== ""],
    ["inter-latin-ext", /[\u0100-\u02ff\u1e00-\u1eff\u20a0-\u20cf]/.test(words)],
    ["inter-greek", /[\u0370-\u03ff]/.test(words)],
    ["inter-cyrillic", /[\u0400-\u052f]/.test(words)],
    ["katex-main", /class="gw-main/.test(svg)],
    ["katex-math", /class="gw-math/.test(svg)],
    ["katex-bold", /class="gw-bold/.test(svg)],
    ["katex-large", /class="gw-large/.test(svg)],
  ]
  return needed.flatMap(([name, wanted]) => (wanted ? [name] : []))
}

/** The picture with fonts inside: woff2 files as base64. */
export function withFonts(svg: string, fonts: ReadonlyMap<FontName, string>): string {
  const faces = [...fonts].map(
    ([name, base64]) => `@font-face{${FACES[name]};src:url(data:font/woff2;base64,${base64}) format("woff2")}`,
  )
  return svg.replace("<style>", () => `<style>${faces.join("")}`)
}
