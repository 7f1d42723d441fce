// A graph for Graphviz. Labels are Graphviz's escaped strings: a backslash begins an escape and & an entity, so both are
// written as what they show.

import { COLOURS, categoryOf } from "../figures/colours.ts"
import type { PlainGraph, PlainGroup, PlainNode } from "./plainGraph.ts"

const { ink, panel, wire, ...colours } = COLOURS.light

export function writeDot(graph: PlainGraph): string {
  const heading = [graph.title, graph.batch].filter((line) => line !== "")
  const lines = [
    `digraph ${quoted(graph.title === "" ? "graph" : graph.title)} {`,
    `  rankdir=${graph.down ? "TB" : "LR"}`,
    ...(heading.length === 0 ? [] : [`  label=${label(heading)}`, "  labelloc=t"]),
    `  graph [fontname="Helvetica", fontsize=12, color="${colours["line-strong"]}", style=rounded]`,
    `  node [shape=box, style="rounded,filled", fillcolor="${panel}", fontcolor="${ink}", fontname="Helvetica", fontsize=11]`,
    `  edge [color="${wire}", fontcolor="${colours["ink-2"]}", fontname="Helvetica", fontsize=9, arrowsize=0.7]`,
    ...inside(graph, 1),
    ...graph.arrows.map(({ from, to, shape, input }) => {
      const words = [
        ...(shape === "" ? [] : [`label=${label([shape])}`]),
        ...(input === "" ? [] : [`headlabel=${label([input])}`]),
      ]
      return `  ${quoted(from)} -> ${quoted(to)}${words.length === 0 ? "" : ` [${words.join(", ")}]`}`
    }),
    "}",
  ]
  return `${lines.join("\n")}\n`
}

function inside({ nodes, groups }: Pick<PlainGroup, "nodes" | "groups">, depth: number): readonly string[] {
  const indent = "  ".repeat(depth)
  return [
    ...nodes.map((node) => `${indent}${nodeLine(node)}`),
    ...groups.flatMap((group) => [
      // Graphviz draws a frame round subgraphs whose names begin so.
      `${indent}subgraph ${quoted(`cluster_${group.id}`)} {`,
      `${indent}  label=${label([group.label])}`,
      ...inside(group, depth + 1),
      `${indent}}`,
    ]),
  ]
}

function nodeLine({ id, lines, shelf, round }: PlainNode): string {
  const shape = round ? ", shape=ellipse" : ""
  return `${quoted(id)} [label=${label(lines)}, color="${colours[categoryOf(shelf) as keyof typeof colours]}"${shape}]`
}

/** A name: nothing but a double quote ends it, and a backslash before one would keep it. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`
}

/** Lines of a label. */
function label(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"')).join("\\n")}"`
}
