// A layer that is typed is the same node wherever it is typed: in the library, in a search, in "Type a network", behind
// `gradwire build`.

import { beforeEach, describe, expect, test } from "vitest"
import { addLayers, typedLayers } from "../../src/commands/edit/inserting/insertingLayers.ts"
import type { SearchEntry } from "../../src/commands/edit/searching/entry.ts"
import { typedEntries } from "../../src/commands/edit/searching/typedEntries.ts"
import { buildFromShorthand } from "../../src/formats/shorthand/shorthand.ts"
import { beginsAsLayer, LAYER_EXAMPLES, readLayers } from "../../src/formats/shorthand/shorthandLayers.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { open, undo, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import type { Search } from "../../src/state/search.ts"
import { useSession } from "../../src/state/session.ts"
import { call } from "../cli/call.ts"

const nodes = () => useDocument.getState().document.nodes as readonly NodeDocument[]
const select = (...ids: string[]) => useSession.getState().select({ nodes: ids, wires: [] })
/** What a node is, without where it stands and what it is called. */
const kind = ({ op, attrs = {} }: NodeDocument) => ({ op, attrs })

/** Every token of the grammar, by what it may stand behind. */
const MAP: readonly string[] = [
  "CONV3-10",
  "conv3-10",
  "CONV1-4",
  "CONV5-16 s2 p0",
  "CONV3x5-2",
  "CONV3×5-2",
  "CONV 3 - 10",
  "CONV3-8 circular",
  "CONV3-8 reflect",
  "CONV3-8 replicate nobias",
  "CONV3-8 d2 circular",
  "CONV3-4 g1 nobias",
  "CONV2-3",
  "CONV2x3-3",
  "CONV4-3 s2 p1",
  "POOL2",
  "POOL3 s2 p1",
  "POOL-2",
  "MAXPOOL2",
  "AVGPOOL2",
  "AVGPOOL3 s1",
  "GAP",
  "FLATTEN",
  "BN",
  "RELU",
  "SIGMOID",
  "TANH",
  "DROPOUT",
  "DROPOUT0.5",
  "DROPOUT(0.25)",
  "SOFTMAX",
  "CONV3-10, RELU, POOL2",
  "CONV3-10 -> BN -> RELU",
  "CONV3-10; POOL2; FLATTEN; FC-3",
]
const FEATURES: readonly string[] = [
  "FC-3",
  "FC3",
  "FC-3 nobias",
  "BN",
  "RELU",
  "FC-8, TANH, FC-2, SOFTMAX",
  "DROPOUT0.1",
]
const CASES = [
  ...MAP.map((text) => [text, "INPUT 8x8x2", [1, 2, 8, 8]] as const),
  ...FEATURES.map((text) => [text, "INPUT 6", [1, 6]] as const),
]

function before(shape: readonly number[]): GradwireDocument {
  return { gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape }, at: [0, 0] }] }
}

beforeEach(() => useMessages.setState({ messages: [] }))

describe.each(CASES)("%s behind %s", (text, input, shape) => {
  const network = `${input}, ${text}`

  test("library, search, Type a network and gradwire build make the same nodes, wired one behind the other", async () => {
    const typed = buildFromShorthand(network)
    const wanted = "document" in typed ? (typed.document.nodes as readonly NodeDocument[]).slice(1).map(kind) : null
    expect(wanted).not.toBeNull()
    const built = JSON.parse((await call(["build", network])).out).nodes as readonly NodeDocument[]
    expect(built.slice(1).map(kind)).toEqual(wanted)
    open(before(shape))
    select("x")
    const layers = typedLayers(text)
    if (layers === null) throw new Error("was not read")
    addLayers(layers)
    expect(nodes().slice(1).map(kind)).toEqual(wanted)
    const [, ...added] = nodes()
    expect(added.map(({ inputs }) => inputs?.input)).toEqual(["x", ...added.slice(0, -1).map(({ id }) => id)])
    expect(useSession.getState().nodes).toEqual([added.at(-1)?.id])
    undo()
    expect(nodes()).toHaveLength(1)
    select("x")
    const [entry] = typedEntries({ kind: "everything" }, text)
    void entry?.run()
    expect(nodes().slice(1).map(kind)).toEqual(wanted)
  })
})

test("every example of the help is in the table", () => {
  for (const example of LAYER_EXAMPLES) expect([...MAP, ...FEATURES]).toContain(example)
})

test("an even kernel says which padding it took, in the library, in a network and at the command line", async () => {
  const sentence =
    '"CONV2-3" took padding 0: a kernel of 2 is even, and no padding keeps height and width. Write p1 behind it for another.'
  open(before([1, 2, 8, 8]))
  const typed = typedLayers("CONV2-3")
  expect(typed?.notes.map((note) => note.sentence)).toEqual([sentence])
  if (typed !== null) addLayers(typed)
  expect(useMessages.getState().messages.map(({ text }) => text)).toContain(sentence)
  const { code, err } = await call(["build", "INPUT 8x8x2, CONV2-3"])
  expect([code, err]).toEqual([0, `build: warning: ${sentence}\n`])
  for (const text of ["CONV3-3", "CONV2-3 p0", "CONV2-3 p1"]) expect(typedLayers(text)?.notes).toEqual([])
})

const run = (entries: readonly SearchEntry[]) => void entries[0]?.run()

test("in the search of a wire that was let go: behind its source, before its sink, and on a wire", () => {
  open({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 2, 8, 8] }, at: [0, 0] },
      { id: "y", op: "ReLU", inputs: { input: "x" }, at: [600, 0] },
    ],
  })
  select("y")
  const source: Search = {
    kind: "insert",
    at: [300, 200],
    end: { kind: "source", place: { node: "x", port: "value" } },
  }
  run(typedEntries(source, "CONV3-10, POOL2"))
  // Below the picture of the card that stands there.
  const [, , conv, pool] = nodes()
  expect([conv?.inputs, pool?.inputs, conv?.at]).toEqual([{ input: "x" }, { input: conv?.id }, [300, 251]])
  const sink: Search = { kind: "insert", at: [300, 400], end: { kind: "sink", place: { node: "y", port: "input" } } }
  run(typedEntries(sink, "TANH"))
  expect(nodes()[1]?.inputs).toEqual({ input: nodes()[4]?.id })
  expect(nodes()[4]).not.toHaveProperty("inputs")
})

test("what names no layer is left to the search; a layer with a slip says what was expected", () => {
  for (const text of ["", "conv", "pool", "fc", "mean", "CONV3-10, mean", "INPUT 8x8x1, CONV3-10"])
    expect([text, typedLayers(text)]).toEqual([text, null])
  expect(["CONV3_10", "POOLx", "FC-", "DROPOUT2", "conv", "relu"].map(beginsAsLayer)).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
  ])
  expect(readLayers("CONV3_10", null)).toEqual({
    problem:
      '"CONV3_10": expected kernel size, a hyphen and the number of filters, both at least 1, such as CONV3-10, then perhaps stride s2, padding p0, nobias, circular.',
  })
  for (const text of [
    "CONV0-3",
    "CONV3x0-3",
    "CONV3-0",
    "POOL0",
    "AVGPOOL0",
    "FC-0",
    "CONV3-2 s0",
    "CONV3-2 g0",
    "POOL2 s0",
  ]) {
    expect([text, typedLayers(text)]).toEqual([text, null])
    expect(readLayers(text, null), text).toEqual({ problem: expect.stringContaining("at least 1") })
  }
  expect(readLayers("CONV3-2 p0", null)).toMatchObject({ layers: [{ op: "Conv2d" }], notes: [] })
  expect(readLayers("CONVV3-10", null)).toEqual({ problem: expect.stringContaining("did you mean CONV?") })
})
