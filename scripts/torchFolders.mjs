// Writes folders for PyTorch, as `gradwire convert --to torch` does, many in one process: for scripts/check_torch.py.
//
//     node scripts/torchFolders.mjs OUT [FILE …]
//
// Without files: every graph of the gallery and every example of every op, in training and in evaluation mode. Each folder
// is OUT/<what>/<mode>.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { basename, join, resolve } from "node:path"
import { loadLibrary } from "./library.mjs"

const root = resolve(import.meta.dirname, "..")
const [out, ...files] = process.argv.slice(2)
if (out === undefined) throw new Error("usage: node scripts/torchFolders.mjs OUT [FILE …]")

const { analyze, close, convert: converted, ops, read } = await loadLibrary()

/** One document as a folder; what went wrong is said. */
async function convert(name, text, mode) {
  const { document, problems } = read(text)
  if (document === null) throw new Error(`${name}: ${problems[0]?.sentence}`)
  const analysis = analyze(document, ops, mode)
  const { files, lost } = await converted(analysis, "torch")
  const folder = join(out, name, mode)
  await mkdir(folder, { recursive: true })
  for (const { path, content } of files) {
    await writeFile(join(folder, path), typeof content === "string" ? content : Buffer.concat([...content()]))
  }
  const errors = [...problems, ...analysis.problems].filter(({ severity }) => severity === "error")
  for (const { sentence } of errors) process.stderr.write(`${name} (${mode}): ${sentence}\n`)
  for (const { place, reason } of lost) process.stderr.write(`${name} (${mode}): lost: ${place}: ${reason}\n`)
}

/** An op between Inputs, with a gradient that enters at each of its outputs. */
function exampleDocument(op, example) {
  const nodes = []
  const inputs = {}
  const add = (id, shape, port) => {
    const [low, high] = example.range?.[port] ?? [-2, 2]
    const values = example.values?.[port]
    const node = { id, op: "Input", attrs: { shape, distribution: "uniform", low, high } }
    nodes.push(values === undefined ? node : { ...node, values: { value: nested(shape, [...values]) } })
    return id
  }
  for (const [port, shape] of Object.entries(example.shapes)) {
    if (shape === undefined) continue
    inputs[port] =
      op.inputs[port].list === true
        ? shape.map((one, i) => add(`${port}_${i}`, one, port))
        : add(`in_${port}`, shape, port)
  }
  nodes.push({ id: "node", op: op.kind, attrs: example.attrs ?? {}, inputs })
  const places = Object.entries(op.outputs)
    .filter(([, { hidden, constant }]) => hidden !== true && constant !== true)
    .map(([port, { list }]) => `node:${port}${list === true ? "[0]" : ""}`)
  const upstream = Object.fromEntries(places.map((place) => [place, { distribution: "normal" }]))
  return JSON.stringify({ gradwire: 2, title: op.kind, seed: 7, target: places[0], upstream, nodes })
}

function nested(shape, values) {
  const [size, ...rest] = shape
  return size === undefined ? values.shift() : Array.from({ length: size }, () => nested(rest, values))
}

const MODES = ["train", "eval"]
if (files.length > 0) {
  for (const file of files) {
    const found = JSON.parse(await readFile(file, "utf8"))
    // Documents with the numbers of a run beside them say its mode.
    for (const mode of found.doc === undefined ? MODES : [found.mode]) {
      await convert(basename(file, ".json"), JSON.stringify(found.doc ?? found), mode)
    }
  }
} else {
  for (const file of await readdir(join(root, "graphs"))) {
    const text = await readFile(join(root, "graphs", file), "utf8")
    // Too large to be run, so its weights alone are written, the same in both modes.
    const modes = file === "resnet-152.json" ? ["train"] : MODES
    for (const mode of modes) await convert(`graphs/${basename(file, ".json")}`, text, mode)
  }
  for (const op of ops.values()) {
    for (const [i, example] of op.examples.entries()) {
      const modes = example.mode === undefined ? MODES : [example.mode]
      for (const mode of modes) await convert(`ops/${op.shelf}/${op.kind}/${i + 1}`, exampleDocument(op, example), mode)
    }
  }
}
await close()
