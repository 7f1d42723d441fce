// Documents as they are written for PyTorch.

import { numbersSource } from "../../../src/engine/train/answers/numbersSource.ts"
import type { Exported } from "../../../src/formats/exports/exportFormat.ts"
import { torchFolder } from "../../../src/formats/torch/export.ts"
import { torchrunFolder } from "../../../src/formats/torch/torchrun.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import type { Mode } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"

export interface Folder extends Exported {
  readonly model: string
  readonly check: string
  readonly numbers: Uint8Array
}

/** The folder of a document's text; `weights`: as of one that is too large to be run, without them. */
export async function folderOf(text: string, mode: Mode = "train", weights = false): Promise<Folder> {
  const { document } = readDocument(text)
  if (document === null) throw new Error("the document is none")
  const analysis = analyze(document, ops, mode)
  const exported = await torchFolder({
    analysis,
    dtype: "float64",
    order: "CHW",
    name: "model",
    ...numbersSource(analysis, "float64"),
    ...(weights ? { start: () => ({ params: new Map(), buffers: new Map(), problems: [] }), run: () => null } : {}),
  })
  const [model, check, numbers] = exported.files.map(({ content }) => content)
  if (typeof model !== "string" || typeof check !== "string" || typeof numbers !== "function") {
    throw new Error("two texts and a file of numbers were expected")
  }
  const made = numbers()
  if ("problem" in made) throw new Error(made.problem)
  return { ...exported, model, check, numbers: Buffer.concat([...made]) }
}

/** What `torchrun` writes of a document, by path. */
export async function trainFolderOf(
  text: string,
): Promise<Exported & { readonly byPath: ReadonlyMap<string, string | Uint8Array> }> {
  const { document } = readDocument(text)
  if (document === null) throw new Error("the document is none")
  const analysis = analyze(document, ops, "train")
  const exported = await torchrunFolder({
    analysis,
    dtype: "float64",
    order: "CHW",
    name: "model",
    ...numbersSource(analysis, "float64"),
  })
  const byPath = exported.files.map(({ path, content }): readonly [string, string | Uint8Array] => {
    if (typeof content === "string") return [path, content]
    const made = content()
    if ("problem" in made) throw new Error(made.problem)
    return [path, Buffer.concat([...made])]
  })
  return { ...exported, byPath: new Map(byPath) }
}

/** A program without its strings and comments, which may hold anything. */
function bare(program: string): string {
  return program.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#.*/g, '""')
}

/** What would keep Python from reading a program: brackets, quotes, blocks without content. */
export function programProblems(program: string): readonly string[] {
  const problems: string[] = []
  const text = bare(program)
  const open: string[] = []
  for (const character of text.replaceAll('""', "")) {
    if ("([{".includes(character)) open.push(character)
    else if (")]}".includes(character)) {
      const pair = `${open.pop() ?? ""}${character}`
      if (!["()", "[]", "{}"].includes(pair)) problems.push(`brackets ${pair}`)
    } else if (character === '"') problems.push("a string without an end")
  }
  if (open.length > 0) problems.push(`left open: ${open.join("")}`)
  const lines = text.split("\n")
  for (const [i, line] of lines.entries()) {
    if (!/^\s*(?:class|def|for|if|else|with|try|except)\b.*:$/.test(line)) continue
    const next = lines.slice(i + 1).find((one) => one.trim() !== "") ?? ""
    if (indent(next) <= indent(line)) problems.push(`nothing within: ${line.trim()}`)
  }
  return problems
}

function indent(line: string): number {
  return line.length - line.trimStart().length
}
