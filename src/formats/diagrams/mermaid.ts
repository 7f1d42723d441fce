// A flowchart for Mermaid, as Markdown pages draw it. Its labels are read as Markdown and HTML, so all but letters, digits
// and a few signs are written as their numbers.

import { COLOURS, categoryOf } from "../figures/colours.ts"
import type { PlainGraph, PlainGroup, PlainNode } from "./plainGraph.ts"

export function writeMermaid(graph: PlainGraph): string {
  const names = new Map<string, string>()
  const nameOf = (id: string): string => {
    const known = names.get(id) ?? `n${names.size + 1}`
    names.set(id, known)
    return known
  }
  const body = inside(graph, 1, nameOf)
  const heading = [graph.title, graph.batch].filter((line) => line !== "").join(", ")
  const lines = [
    ...(heading === "" ? [] : ["---", `title: ${JSON.stringify(heading)}`, "---"]),
    `flowchart ${graph.down ? "TB" : "LR"}`,
    ...body,
    ...graph.arrows.map(({ from, to, shape, input }) => {
      const words = [input, shape].filter((word) => word !== "")
      return `  ${nameOf(from)} -->${words.length === 0 ? "" : `|${label([words.join(": ")])}|`} ${nameOf(to)}`
    }),
    ...shelvesOf(graph).map((shelf) => `  classDef ${shelf} fill:#fff,color:${ink},stroke:${strokeOf(shelf)}`),
  ]
  return `${lines.join("\n")}\n`
}

const { ink } = COLOURS.light

function inside(
  { nodes, groups }: Pick<PlainGroup, "nodes" | "groups">,
  depth: number,
  nameOf: (id: string) => string,
): readonly string[] {
  const indent = "  ".repeat(depth)
  return [
    ...nodes.map((node) => `${indent}${nameOf(node.id)}${boxOf(node)}:::${classOf(node.shelf)}`),
    ...groups.flatMap((group) => [
      `${indent}subgraph ${nameOf(`frame ${group.id}`)}[${label([group.label])}]`,
      ...inside(group, depth + 1, nameOf),
      `${indent}end`,
    ]),
  ]
}

function boxOf({ lines, round }: PlainNode): string {
  return round ? `([${label(lines)}])` : `[${label(lines)}]`
}

function label(lines: readonly string[]): string {
  return `"${lines.map(escaped).join("<br/>")}"`
}

function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} ,.×+=→−…]/gu, (character) => `#${character.codePointAt(0)};`)
}

/** A colon after `style` or `classDef` means something in every line, so classes carry no such name. */
function classOf(shelf: string): string {
  return `${categoryOf(shelf).replaceAll("-", "")}`
}

function shelvesOf(graph: Pick<PlainGroup, "nodes" | "groups">): readonly string[] {
  const all = (group: Pick<PlainGroup, "nodes" | "groups">): readonly string[] => [
    ...group.nodes.map(({ shelf }) => shelf),
    ...group.groups.flatMap(all),
  ]
  return [...new Set(all(graph).map(classOf))].sort()
}

function strokeOf(name: string): string {
  const [, colour] = Object.entries(COLOURS.light).find(([token]) => token.replaceAll("-", "") === name) ?? []
  return colour ?? ink
}
