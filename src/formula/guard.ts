// What stands between LaTeX that a stranger wrote and the renderer. KaTeX at a patched version can still be frozen by a
// short label that defines a macro and doubles it, so definitions are refused before it is called, whatever its own limits.

/** How KaTeX is called, always: a fresh `macros` object each time, and a `try` around it that catches everything. */
export const KATEX_OPTIONS = {
  throwOnError: true,
  trust: false,
  strict: "ignore",
  maxSize: 20,
  maxExpand: 500,
  output: "htmlAndMathml",
  globalGroup: false,
} as const

/** Characters in a label or title. */
export const LONGEST_LABEL = 500
/** Characters in a formula that we wrote, with the names of a graph put in. */
export const LONGEST_FORMULA = 8000
const DEEPEST = 40

/** They define macros, reach outside the formula, or take the reader's catcodes away. */
export const REFUSED_COMMANDS: ReadonlySet<string> = new Set(
  (
    "def gdef edef xdef let futurelet newcommand renewcommand providecommand global long href url includegraphics " +
    "htmlClass htmlId htmlStyle htmlData message errmessage show char verb"
  ).split(" "),
)

/** `null` if the text may be rendered; else one sentence that says why not. */
export function guardTex(tex: string, longest: number = LONGEST_LABEL): { readonly problem: string } | null {
  if (tex.length > longest) {
    return { problem: `the formula has ${tex.length} characters; at most ${longest} are rendered` }
  }
  let depth = 0
  for (let at = 0; at < tex.length; at++) {
    const code = tex.codePointAt(at) ?? 0
    if (isControl(code) || turnsText(code))
      return { problem: `control character U+${hex(code)} at ${at + 1} is not rendered` }
    if (code >= 0xd800 && code <= 0xdfff) return { problem: `half a character (U+${hex(code)}) at ${at + 1}` }
    if (code > 0xffff) at++
    const character = tex[at]
    if (character === "\\") {
      if (at === tex.length - 1) return { problem: "the formula ends in a backslash" }
      const command = commandAt(tex, at + 1)
      if (REFUSED_COMMANDS.has(command)) return { problem: `\\${command} is not allowed in a formula` }
      // The character after a backslash belongs to it: \{ opens nothing. A control character is looked at next time round.
      if (command === "" && "\\{}".includes(tex.charAt(at + 1))) at++
      else at += command.length
    } else if (character === "{" && ++depth > DEEPEST) {
      return { problem: `braces are nested deeper than ${DEEPEST}` }
    } else if (character === "}" && --depth < 0) {
      return { problem: `a "}" at ${at + 1} closes nothing` }
    }
  }
  return depth === 0 ? null : { problem: `a "}" is missing` }
}

/** Letters (and @, which may be part of a name) after a backslash. */
function commandAt(tex: string, start: number): string {
  let end = start
  while (/[A-Za-z@]/.test(tex.charAt(end))) end++
  return tex.slice(start, end)
}

/** C0 and C1, except that a tab or the end of a line counts as white space. */
function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || (code >= 0x7f && code < 0xa0)
}

/** Embeddings, overrides and isolates: they turn the writing direction of what stands beside the formula as well. */
export function turnsText(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, "0")
}
