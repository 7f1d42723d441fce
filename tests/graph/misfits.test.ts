import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { setAttr, setValues } from "../../src/graph/edit/edit.ts"
import { misfitsOf, withoutOutgrown } from "../../src/graph/repairs/misfits.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const { document: learned } = readDocument(
  readFileSync(new URL("../../graphs/conv3-pool2-fc3.json", import.meta.url), "utf8"),
)
const analyzed = (document: GradwireDocument) => analyze(document, ops, "train")
const kept = (document: GradwireDocument) =>
  document.nodes.flatMap((entry) =>
    "values" in entry ? Object.keys(entry.values ?? {}).map((name) => `${entry.id}.${name}`) : [],
  )

test.each<[string, string, number | string, readonly string[]]>([
  ["conv1", "out_channels", 6, ["conv1", "conv2"]],
  ["conv1", "kernel_size", 5, ["conv1", "fc1"]],
  ["conv2", "out_channels", 4, ["conv2", "fc1"]],
  ["fc1", "out_features", 10, ["fc1"]],
  // Too large for its input, which is a problem of its own.
  ["conv1", "kernel_size", 31, ["conv1"]],
  ["conv1", "padding", 2, []],
  ["conv1", "padding", 4, ["fc1"]],
  ["pool1", "kernel_size", 4, ["fc1"]],
  ["conv1", "padding_mode", "zeros", []],
])("%s with %s %j: what was learned at another size is given up, and all else stays", (node, attr, value, whose) => {
  const edited = setAttr(learned!, node, attr, value)
  const { document, nodes } = withoutOutgrown(edited, analyzed(learned!), analyzed)
  expect([...nodes].sort()).toEqual([...whose].sort())
  expect(misfitsOf(analyzed(document))).toEqual([])
  const gone = kept(edited).filter((name) => !kept(document).includes(name))
  expect(gone.every((name) => whose.includes(name.slice(0, name.indexOf("."))))).toBe(true)
  for (const entry of document.nodes)
    if (!nodes.includes(entry.id)) expect(entry).toBe(edited.nodes.find(({ id }) => id === entry.id))
})

test("numbers that somebody typed stay, with their problem, and so does what did not fit before", () => {
  const typed = setValues(learned!, "fc1", "bias", [1, 2, 3])
  const edited = setAttr(typed, "fc1", "out_features", 4)
  const { document, nodes } = withoutOutgrown(edited, analyzed(typed), analyzed)
  expect(nodes).toEqual(["fc1"])
  expect(misfitsOf(analyzed(document))).toEqual([{ node: "fc1", port: "bias" }])
  expect(withoutOutgrown(setAttr(edited, "conv1", "padding_mode", "zeros"), analyzed(edited), analyzed).nodes).toEqual(
    [],
  )
})
