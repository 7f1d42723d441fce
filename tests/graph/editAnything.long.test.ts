import fc from "fast-check"
import { expect, test } from "vitest"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { duplicateNodes } from "../../src/graph/edit/copies.ts"
import {
  addNode,
  connect,
  disconnect,
  moveNodes,
  removeNodes,
  renameNode,
  setTarget,
  setUpstream,
} from "../../src/graph/edit/edit.ts"
import { group, ungroup } from "../../src/graph/edit/groupEdits.ts"
import { nodeOf } from "../../src/graph/edit/references.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { documents } from "./arbitrary.ts"

test("any edits in a row leave a document that reads back the same, with no name of a node that is gone", () => {
  const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(documents, steps, (start, chosen) => {
      let document = start
      for (const [kind, i, j] of chosen) {
        const before = new Set(document.nodes.map((entry) => entry.id))
        const a = [...before][i % Math.max(1, before.size)] ?? "none"
        const b = [...before][j % Math.max(1, before.size)] ?? "none"
        document = [
          () => addNode(document, { id: `n${i}`, op: "Conv2d" }),
          () => removeNodes(document, [a, b], { heal: j % 2 === 0 }),
          () => renameNode(document, a, `r${j}`),
          () => connect(document, { node: a, port: "output" }, { node: b, port: "input" }),
          () => disconnect(document, { node: a, port: "inputs", index: j }),
          () => duplicateNodes(document, [a, b]).document,
          () => group(document, [a, b]).document,
          () => ungroup(document, document.groups?.[i % 3]?.id ?? "none"),
          () => moveNodes(document, new Map([[a, [i * 1e5, -j]]])),
          () => setTarget(setUpstream(document, `${a}:output`, j), b),
        ][kind]!()
        const after = new Set(document.nodes.map((entry) => entry.id))
        if (kind === 1) expect([...names(document)].filter((name) => before.has(name) && !after.has(name))).toEqual([])
      }
      const read = readDocument(writeDocument(document))
      expect(read.problems).toEqual([])
      expect(read.document).toEqual(document)
    }),
    { numRuns: 500 },
  )
})

/** Every node that a wire, the target or an upstream gradient names. */
function names(document: GradwireDocument): Set<string> {
  const wires = document.nodes.flatMap((entry) => Object.values((entry as NodeDocument).inputs ?? {}).flat())
  const places = [...wires, document.target ?? null, ...Object.keys(document.upstream ?? {})]
  return new Set(places.flatMap((place) => (place === null ? [] : [nodeOf(place as string)])))
}
