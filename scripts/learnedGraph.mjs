// A gallery graph with params that it has learned: what scripts/drawn*.mjs have in common.

import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { loadLibrary } from "./library.mjs"

/**
 * Trains `document` (an Input "input" of one grey picture, scores at `scores`) by `training`, on the pictures of its data, with a
 * loss that the graph itself does not have; puts the picture with the number `shown` into its Input, and writes the file.
 */
export async function writeLearnedGraph(file, document, { scores, training, shown }) {
  const { analyze, close, learned, ops, planTraining, run, startRun, trainSteps, write } = await loadLibrary()
  const taught = {
    ...document,
    target: "loss",
    upstream: {},
    training,
    data: { ...document.data, feeds: { input: "images", labels: "labels" } },
    nodes: [
      ...document.nodes,
      { id: "labels", op: "Input", attrs: { shape: [1] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: scores, target: "labels" } },
    ],
  }
  const { plan, problems } = planTraining(taught, { dtype: "float32" })
  if (plan === null) throw new Error(problems.map(({ sentence }) => sentence).join("\n"))
  const ended = startRun(plan)
  for (const _ of trainSteps(ended));
  const { training: last, validation } = ended.recorder.take().epochs.at(-1)
  console.log(`accuracy ${last.accuracy.toFixed(3)}, on pictures not trained on ${validation.accuracy.toFixed(3)}`)

  const { shape } = document.nodes.find(({ id }) => id === "input").attrs
  const pixels = shape.reduce((product, size) => product * size, 1)
  const picture = plan.data.training.fields.get("images").tensor.data.slice(shown * pixels, (shown + 1) * pixels)
  const greys = Uint8Array.from(picture, (grey) => Math.round(255 * grey))
  const value = { shape, u8: Buffer.from(greys).toString("base64"), scale: 1 / 255 }
  const { nodes } = learned(document, ended, { bytes: true })
  const made = {
    ...document,
    nodes: nodes.map((node) => (node.id === "input" ? { ...node, values: { value } } : node)),
  }
  const { values } = run(analyze(made, ops), { mode: "train", dtype: "float32", backward: false })
  const logits = [...values.get(`${scores}:output`).data].map((x) => x.toFixed(2))
  console.log(`logits of the picture it opens with: ${logits.join(", ")}`)
  writeFileSync(resolve(import.meta.dirname, "../graphs", file), write(made))
  await close()
}
