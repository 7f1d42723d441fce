// Readers of what is written for other programs, as strict as those: each takes a text apart and refuses what it does not know.

import type { Exported, ExportSource } from "../../../src/formats/exports/exportFormat.ts"
import { exportFormats } from "../../../src/formats/exports/registry.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { ops } from "../../../src/ops/registry.ts"

/** A document as formats see it. */
export function sourceOf(text: string): ExportSource {
  const { document } = readDocument(text)
  if (document === null) throw new Error("the document is none")
  const nothing = { params: new Map(), buffers: new Map(), problems: [] }
  return {
    analysis: analyze(document, ops, "train"),
    dtype: "float32",
    order: "CHW",
    name: "model",
    run: () => null,
    train: () => ({ problem: "none" }),
    course: () => ({ problem: "none" }),
    start: () => nothing,
  }
}

export async function written(
  kind: string,
  document: string,
  ...on: string[]
): Promise<Exported & { readonly text: string }> {
  const exported = await exportFormats.get(kind)?.write(sourceOf(document), new Set(on))
  const content = exported?.files[0]?.content
  if (exported === undefined || typeof content !== "string") throw new Error(`${kind} wrote no text`)
  return { ...exported, text: content }
}

// ---- Graphviz -------------------------------------------------------------------------------------------------------

export interface Drawn {
  /** Lines of each box, by its name. */
  readonly nodes: ReadonlyMap<string, readonly string[]>
  /** From, to and the words on the way. */
  readonly arrows: readonly (readonly string[])[]
  /** Labels of frames, the outer before the inner. */
  readonly groups: readonly string[]
}

/** A DOT text by Graphviz's grammar: words and strings in double quotes, statements in braces. */
export function readDot(text: string): Drawn {
  const tokens = [
    ...text.matchAll(/"((?:\\[\s\S]|[^"\\])*)"|->|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|[{}[\]=,]|\s+|([\s\S])/g),
  ].flatMap((match) => {
    if (match[2] !== undefined) throw new Error(`${match[2]} stands outside of a string`)
    return /^\s/.test(match[0]) ? [] : [match[0]]
  })
  let at = 0
  const take = (wanted?: string): string => {
    const token = tokens[at++] ?? ""
    if (wanted !== undefined && token !== wanted) throw new Error(`found ${token}, expected ${wanted}`)
    return token
  }
  const nodes = new Map<string, readonly string[]>()
  const [arrows, groups]: [string[][], string[]] = [[], []]
  const attributes = (): Record<string, string> => {
    const found: Record<string, string> = {}
    if (tokens[at] !== "[") return found
    for (take("["); ; take(",")) {
      const name = take()
      take("=")
      found[name] = take()
      if (tokens[at] === "]") break
    }
    take("]")
    return found
  }
  const body = (depth: number): void => {
    take("{")
    while (tokens[at] !== "}") {
      const token = take()
      if (token === "subgraph") {
        if (!/^"cluster_/.test(take())) throw new Error("a subgraph that is no cluster")
        body(depth + 1)
      } else if (["graph", "node", "edge"].includes(token)) attributes()
      else if (tokens[at] === "=") {
        take("=")
        const value = take()
        if (token === "label" && depth > 0) groups.push(...lines(value))
      } else if (tokens[at] === "->") {
        take("->")
        const to = take()
        const { label = '""', headlabel = '""' } = attributes()
        arrows.push([name(token), name(to), ...[label, headlabel].flatMap(lines).filter((word) => word !== "")])
      } else nodes.set(name(token), lines(attributes().label ?? '""'))
    }
    take("}")
  }
  take("digraph")
  take()
  body(0)
  if (at !== tokens.length) throw new Error("something follows the graph")
  return { nodes, arrows, groups }
}

function name(token: string): string {
  if (!token.startsWith('"')) throw new Error(`${token} is no name in quotes`)
  return token.slice(1, -1).replace(/\\(["\\])/g, "$1")
}

/** What Graphviz shows of a label: its escapes, then its entities. */
function lines(token: string): readonly string[] {
  if (!token.startsWith('"')) throw new Error(`${token} is no label in quotes`)
  const escaped = token.slice(1, -1)
  const broken = escaped.replace(/\\([\s\S])/g, (_, character: string) => {
    if (character === "n") return "\n"
    if (character === "\\" || character === '"') return character
    throw new Error(`\\${character} means something to Graphviz`)
  })
  return broken.split("\n").map((line) => line.replace(/&(?!amp;)/g, () => fail("an entity")).replaceAll("&amp;", "&"))
}

function fail(what: string): never {
  throw new Error(`${what} that nobody wrote`)
}

// ---- Mermaid --------------------------------------------------------------------------------------------------------

const LABEL = '"((?:[\\p{L}\\p{N} ,.×+=→−…]|#\\d+;|<br/>)*)"'
const STATEMENTS = {
  node: new RegExp(`^(n\\d+)(?:\\[${LABEL}\\]|\\(\\[${LABEL}\\]\\)):::[a-z]+[0-9]*$`, "u"),
  arrow: new RegExp(`^(n\\d+) -->(?:\\|${LABEL}\\|)? (n\\d+)$`, "u"),
  group: new RegExp(`^subgraph n\\d+\\[${LABEL}\\]$`, "u"),
  end: /^end$/,
  style: /^classDef [a-z]+[0-9]* fill:#fff,color:#[0-9a-f]{6},stroke:#[0-9a-f]{6}$/,
}

/** A Mermaid flowchart line by line. */
export function readMermaid(text: string): Drawn & { readonly title: string | null } {
  const all = text.trimEnd().split("\n")
  let title: string | null = null
  if (all[0] === "---") {
    title = JSON.parse(/^title: (".*")$/.exec(all[1] ?? "")?.[1] ?? fail("a title"))
    if (all[2] !== "---") fail("a line in the title")
    all.splice(0, 3)
  }
  if (!/^flowchart (?:LR|TB)$/.test(all.shift() ?? "")) fail("a head")
  const nodes = new Map<string, readonly string[]>()
  const [arrows, groups]: [string[][], string[]] = [[], []]
  let depth = 0
  for (const line of all.map((one) => one.trim())) {
    const node = STATEMENTS.node.exec(line)
    const arrow = STATEMENTS.arrow.exec(line)
    const group = STATEMENTS.group.exec(line)
    if (node !== null) nodes.set(node[1] ?? "", shown(node[2] ?? node[3] ?? ""))
    else if (arrow !== null)
      arrows.push([arrow[1] ?? "", arrow[3] ?? "", ...shown(arrow[2] ?? "").filter((word) => word !== "")])
    else if (group !== null) {
      depth += 1
      groups.push(...shown(group[1] ?? ""))
    } else if (STATEMENTS.end.test(line)) depth -= 1
    else if (!STATEMENTS.style.test(line)) throw new Error(`"${line}" is no statement`)
    // Mermaid takes semicolons out of lines that look like styles.
    if (/(?:style|classDef).*:\S*#.*;/.test(line)) throw new Error(`"${line}" would lose a semicolon`)
  }
  if (depth !== 0) fail("an open group")
  return { nodes, arrows, groups, title }
}

function shown(label: string): readonly string[] {
  return label
    .split("<br/>")
    .map((line) => line.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))))
}

// ---- LaTeX ----------------------------------------------------------------------------------------------------------

const KNOWN = new Set(
  (
    "documentclass usepackage begin end newsavebox sbox definecolor node draw textbf scriptsize sffamily footnotesize hfill " +
    "pdfpagewidth pdfpageheight dimexpr wd ht dp figurebox relax hoffset voffset shipout vbox kern hbox usebox vskip texttt " +
    "hline textbackslash textasciitilde textasciicircum ldots ss ae AE oe OE o O l L i mathdollar mathsection mathparagraph leftrightarrow char mbox mathrm mathbf " +
    "mathsf mathop nolimits frac textstyle sqrt hat bar tilde vec dot left right lfloor rfloor lceil rceil mskip u r H v c " +
    "times le ge ne approx pm cdot ast to gets Rightarrow sum prod surd infty partial nabla in odot oplus otimes circ div " +
    "cdots prime emptyset forall exists langle rangle sim propto equiv subset subseteq ll gg cap cup top bot ell mapsto int " +
    "star mp notin mid alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi " +
    "rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
)

/** Refuses LaTeX that is no plain ASCII, names a command that is not known to be harmless, or does not balance. */
export function checkLatex(text: string): void {
  const odd = /[^\x20-\x7e\n]/.exec(text)
  if (odd !== null) throw new Error(`U+${odd[0].codePointAt(0)?.toString(16)} is no plain ASCII`)
  if (text.includes("^^")) fail("a character by its number")
  const stack: string[] = []
  let maths = false
  for (const match of text.matchAll(/\\(?:[A-Za-z]+|[\s\S])|%[^\n]*|\{|\}|\$|#/g)) {
    const [token] = match
    if (/^\\[A-Za-z]/.test(token) && !KNOWN.has(token.slice(1))) throw new Error(`${token} is not known to be harmless`)
    if (token === "{") stack.push(maths ? "maths" : "text")
    if (token === "}") {
      const opened = stack.pop()
      if (opened === undefined) fail("a closing brace")
      if ((opened === "maths") !== maths) fail("mathematics that cross a brace")
    }
    if (token === "$") maths = !maths
    if (token === "#") fail("a parameter")
    if (token.startsWith("%") && !/^%(?:$| \\usepackage\{tikz\}$| A page of the figure's own size)/.test(token))
      fail("a comment")
  }
  if (stack.length > 0 || maths) fail("an open brace or formula")
  const ends = [...text.matchAll(/\\(begin|end)\{([a-z]+)\}/g)]
  const open: string[] = []
  for (const [, way, name = ""] of ends) {
    if (way === "begin") open.push(name)
    else if (open.pop() !== name) fail(`the end of ${name}`)
  }
  if (open.length > 0) fail("an environment")
}
