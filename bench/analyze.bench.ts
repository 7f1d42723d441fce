// Claim: 10,000 nodes are analysed within one frame (16 ms) once warm, also after an edit that leaves shapes as they are.
// An edit that changes what half of the nodes mean takes as long as analysing that half anew.

import { bench, describe } from "vitest"
import { analyze, type GradwireDocument, type NodeDocument, ops, summaryRows } from "../src/library.ts"

/** Residual blocks: conv, BN, ReLU, conv, Add. */
function network(count: number): GradwireDocument {
  const nodes: NodeDocument[] = [{ id: "x", op: "Input", attrs: { shape: [1, 8, 32, 32] } }]
  let top = "x"
  for (let block = 0; nodes.length + 5 <= count; block++) {
    const id = (name: string): string => `block${block}.${name}`
    const conv = (): NodeDocument["attrs"] & object => ({ out_channels: 8, kernel_size: 3, padding: 1 })
    nodes.push(
      { id: id("conv1"), op: "Conv2d", attrs: conv(), inputs: { input: top } },
      { id: id("bn1"), op: "BatchNorm2d", inputs: { input: id("conv1") } },
      { id: id("relu"), op: "ReLU", inputs: { input: id("bn1") } },
      { id: id("conv2"), op: "Conv2d", attrs: conv(), inputs: { input: id("relu") } },
      { id: id("add"), op: "Add", inputs: { a: id("conv2"), b: top } },
    )
    top = id("add")
  }
  return { gradwire: 1, nodes }
}

describe("analyze", () => {
  const document = network(10_000)
  const analysis = analyze(document, ops)
  let turn = 0
  /** The same document with another kernel in the middle. */
  const edited = (attrs: (turn: number) => NodeDocument["attrs"] & object): GradwireDocument => {
    turn = 1 - turn
    const nodes = document.nodes.slice()
    nodes[5001] = { ...(nodes[5001] as NodeDocument), attrs: { out_channels: 8, ...attrs(turn) } }
    return { ...document, nodes }
  }
  bench(`${document.nodes.length} nodes`, () => {
    analyze(document, ops)
  })
  bench(`${document.nodes.length} nodes, one edited`, () => {
    analyze(
      edited((n) => ({ kernel_size: 3 + 2 * n, padding: 1 + n })),
      ops,
    )
  })
  bench(`${document.nodes.length} nodes, one edited so that the lower half cannot be computed, and back`, () => {
    analyze(
      edited((n) => ({ kernel_size: 3, padding: n })),
      ops,
    )
  })
  bench(`layer table of ${document.nodes.length} nodes`, () => {
    summaryRows(analysis)
  })
})
