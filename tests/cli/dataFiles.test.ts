// `gradwire train FILE --data …`: examples from tables, .npy, .npz and IDX files feed a training.

import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { idxFile, npyFile, zipFile } from "../formats/files/makers.ts"
import { call } from "./call.ts"

/** A network for pictures of 2×2 and three classes, without data. */
function network(example: readonly number[] = [1, 2, 2], classes = 3, training = { epochs: 1 }): string {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [4, ...example] } },
    { id: "t", op: "Input", attrs: { shape: [4] } },
    { id: "flat", op: "Flatten", inputs: { input: "x" } },
    { id: "fc", op: "Linear", attrs: { out_features: classes }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ]
  return JSON.stringify({ gradwire: 1, seed: 1, target: "loss", nodes, training })
}
const PIXELS = Array.from({ length: 24 }, (_, at) => (at * 37) % 256)
const IMAGES = idxFile(8, [6, 2, 2], PIXELS)
const LABELS = idxFile(8, [6], [0, 1, 2, 0, 1, 2])
const files = {
  "net.json": network(),
  "train-images-idx3-ubyte": IMAGES,
  "train-labels-idx1-ubyte": LABELS,
  "images.gz": gzipSync(IMAGES),
  "labels.gz": gzipSync(LABELS),
  "images.npy": npyFile("|u1", [6, 2, 2], Uint8Array.from(PIXELS)),
  "last.npy": npyFile("|u1", [6, 2, 2, 1], Uint8Array.from(PIXELS)),
  "flat.npy": npyFile("|u1", [6, 4], Uint8Array.from(PIXELS)),
  "y.npy": npyFile("<i8", [6, 1], new Uint8Array(new BigInt64Array([0n, 1n, 2n, 0n, 1n, 2n]).buffer)),
  "short.npy": npyFile("|u1", [5], Uint8Array.from([0, 1, 2, 0, 1])),
  "iris.csv": `a,b,c,d,kind\n${Array.from({ length: 6 }, (_, i) => `${i},1,2,3,${"uvw"[i % 3]}`).join("\n")}`,
  "model.pt": zipFile("model/data.pkl", new Uint8Array([1])),
  "graph.json": network(),
}
const train = (...options: string[]) => call(["train", "net.json", "--json", "--dtype", "float64", ...options], files)

// The same examples in every guise give the same curve.
const GUISES: readonly (readonly string[])[] = [
  ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
  ["images.gz", "labels.gz"],
  ["images.npy", "y.npy"],
  ["last.npy", "y.npy"],
  ["flat.npy", "y.npy"],
  ["y.npy", "images.npy"],
  ["x=images.npy", "t=y.npy"],
]

test("IDX, .gz and .npy files of the same pictures train alike, scaled to 0 to 1", async () => {
  const losses = new Set<string>()
  for (const guise of GUISES) {
    const { code, out, err } = await train(...guise.flatMap((file) => ["--data", file]))
    expect([guise.join(" "), code]).toEqual([guise.join(" "), 0])
    expect(err).toContain(": 0 to 255 are scaled to 0 to 1.")
    const told = JSON.parse(out)
    expect(told.plan.examples).toEqual({ training: 6, validation: 0 })
    expect(told.problems).toEqual([])
    losses.add(JSON.stringify(told.losses))
  }
  expect(losses.size).toBe(1)
  const raw = await train("--data", "images.npy", "--data", "y.npy", "--raw")
  expect(raw.err).toContain("0 to 255 are kept as they are")
  expect(losses.has(JSON.stringify(JSON.parse(raw.out).losses))).toBe(false)
})

test("a table is given alone, and --examples takes the first ones of arrays", async () => {
  const flowers = { ...files, "net.json": network([4]) }
  const { code, out, err } = await call(["train", "net.json", "--json", "--data", "iris.csv"], flowers)
  expect([code, JSON.parse(out).plan.examples.training]).toEqual([0, 6])
  expect(err).toContain('"a", "b", "c", "d" are the field "x".')
  const some = await train("--data", "images.npy", "--data", "y.npy", "--examples", "4")
  expect(JSON.parse(some.out).plan.examples.training).toBe(4)
  expect(some.err).toContain("The first 4 of 6 examples are used.")
})

test("labels alone still warn that the pictures are drawn", async () => {
  const { code, err } = await train("--data", "y.npy", "--examples", "4")
  expect(code).toBe(0)
  expect(err).toContain('The Input "x" 4×1×2×2 keeps drawn numbers while the data feed t')
})

test("--out keeps the document's own data", async () => {
  const { written } = await train("--data", "images.npy", "--data", "y.npy", "--out", "new.json")
  const told = JSON.parse(written?.["new.json"] ?? "{}")
  expect(told.data).toBeUndefined()
  expect(told.nodes[3].values.weight.length).toBe(3)
})

test.each([
  [["--data", "none.npy"], "cannot be read: there is no such file"],
  [["--data", "="], "--data is FIELD=FILE or FILE"],
  [["--data", "model.pt"], '"model.pt" holds no examples: it is a PyTorch file (.pt)'],
  [["--data", "graph.json"], "it is a Gradwire document"],
  [["--data", "images.npy", "--data", "short.npy"], '"short.npy" has 5 examples, but "images.npy" has 6'],
  [["--data", "iris.csv", "--data", "y.npy"], "is a table: it holds all fields, so it is given alone"],
  [["--data", "x=images.npy", "--data", "x=flat.npy"], 'Two arrays would both be the field "x"'],
])("%s is wrong usage, in words", async (options, words) => {
  const { code, out, err } = await train(...options)
  expect([code, out]).toEqual([2, ""])
  expect(err).toContain(words)
})

test("more numbers than are read says how many would be few enough", async () => {
  const wide = npyFile("|u1", [20_000, 30, 30], new Uint8Array(18_000_000))
  const { code, err } = await call(["train", "net.json", "--data", "wide.npy"], { ...files, "wide.npy": wide })
  expect(code).toBe(2)
  expect(err).toContain(
    "20,000 examples of 900 numbers are 18,000,000; the limit here is 16,777,216: take the first 18,641. Give --examples 18641.",
  )
})
