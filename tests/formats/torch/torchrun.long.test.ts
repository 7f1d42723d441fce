// train.py at work: one process against Gradwire's own training, two processes that talk by gloo against one. Skipped, and counted
// as such, where no PyTorch is installed.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { train } from "../../../src/engine/train/train.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { trainFolderOf } from "./export.ts"
import { pythonWithTorch, ran } from "./python.ts"

const spirals = JSON.parse(readFileSync(new URL("../../../graphs/spirals.json", import.meta.url), "utf8"))
const home = mkdtempSync(join(tmpdir(), "gradwire-train-"))
afterAll(() => rmSync(home, { recursive: true }))

/** 150 examples: batches of 44 leave one of 18, of which two processes have 9 each. */
const training = {
  ...spirals.training,
  epochs: 3,
  batch_size: 44,
  shuffle: false,
  optimizer: { kind: "SGD", lr: 0.3, momentum: 0.9, weight_decay: 0.01 },
  schedule: { kind: "CosineAnnealingLR", per: "step" },
  clip: { kind: "norm", max_norm: 0.5 },
  multipliers: { "fc2.bias": 0.5 },
}
const document = { ...spirals, training }

interface Line {
  readonly step: number
  readonly loss: number
  readonly val_loss?: number
  readonly nodes?: { readonly [node: string]: { readonly [measure: string]: number } }
}

function logOf(folder: string): readonly Line[] {
  const text = readFileSync(join(folder, "log.jsonl"), "utf8")
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
}

async function written(name: string, text: string): Promise<string> {
  const folder = mkdtempSync(join(home, name))
  for (const [path, content] of (await trainFolderOf(text)).byPath) writeFileSync(join(folder, path), content)
  return folder
}

/** A port that nobody listens at. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
}

async function trainedBy(folder: string, world: number, ...more: readonly string[]): Promise<readonly Line[]> {
  const out = mkdtempSync(join(folder, "out"))
  const port = String(await freePort())
  const given = ["--out", out, "--dtype", "float64", ...more]
  const shared = { WORLD_SIZE: String(world), MASTER_ADDR: "127.0.0.1", MASTER_PORT: port }
  const ranks = Array.from({ length: world }, (_, rank) => String(rank))
  await Promise.all(ranks.map((RANK) => ran(join(folder, "train.py"), given, { ...shared, RANK, LOCAL_RANK: RANK })))
  return logOf(out)
}

function furthest(some: readonly (number | undefined)[], others: readonly (number | undefined)[]): number {
  expect(some).toHaveLength(others.length)
  return Math.max(...some.map((x = Number.NaN, i) => Math.abs(x - (others[i] ?? Number.NaN))))
}

describe.skipIf(pythonWithTorch === null)("where PyTorch is installed, train.py", () => {
  it("takes the very steps of Gradwire's own training, on one process and on two", { timeout: 120_000 }, async () => {
    const folder = await written("spirals-", JSON.stringify(document))
    const one = await trainedBy(folder, 1)
    const two = await trainedBy(folder, 2)
    const read = readDocument(JSON.stringify(document)).document
    const { plan } = read === null ? { plan: null } : planTraining(read, { dtype: "float64" })
    if (plan === null) throw new Error("the training cannot be planned")
    const { steps, epochs } = train(plan).recorder.take()
    expect(
      furthest(
        one.map(({ loss }) => loss),
        steps.map(({ loss }) => loss),
      ),
    ).toBeLessThan(1e-12)
    expect(
      furthest(
        two.map(({ loss }) => loss),
        steps.map(({ loss }) => loss),
      ),
    ).toBeLessThan(1e-12)
    const held = (log: readonly Line[]) => log.flatMap((line) => line.val_loss ?? [])
    const own = epochs.map(({ validation }) => validation?.loss)
    expect(furthest(held(one), own)).toBeLessThan(1e-12)
    expect(furthest(held(two), own)).toBeLessThan(1e-12)
    const { nodes = {} } = one[0] ?? {}
    // Class indices are no activation.
    expect(Object.keys(nodes).sort()).toEqual(["fc1", "fc2", "loss", "points", "scores", "tanh1", "tanh2"])
    expect(Object.keys(nodes.fc1 ?? {})).toEqual(["activation", "gradient", "update", "norm"])
  })

  it("goes on from its checkpoint as if it had not been stopped", { timeout: 120_000 }, async () => {
    const nodes = [
      ...spirals.nodes.filter(({ id }: { id: string }) => id !== "fc2"),
      { id: "drop", op: "Dropout", inputs: { input: "tanh1" } },
      { ...spirals.nodes.find(({ id }: { id: string }) => id === "fc2"), inputs: { input: "drop" } },
    ]
    const constant = { ...training, schedule: { kind: "constant" } }
    const folder = await written("dropout-", JSON.stringify({ ...document, training: constant, nodes }))
    const whole = await trainedBy(folder, 1, "--epochs", "2")
    const out = mkdtempSync(join(folder, "stopped"))
    for (const epochs of ["1", "2"]) {
      await ran(join(folder, "train.py"), ["--out", out, "--dtype", "float64", "--epochs", epochs], {})
    }
    const losses = (log: readonly Line[]) => log.map(({ loss }) => loss)
    expect(losses(logOf(out))).toEqual(losses(whole))
    expect(whole).toHaveLength(8)
  })
})
