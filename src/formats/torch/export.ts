// A document as a folder for PyTorch: model.py, the numbers of a run, and check.py, which holds the one to the other.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { RunNumbers, TrainingNumbers } from "../../graph/values/recorded.ts"
import { nodeOf } from "../../graph/wire.ts"
import { formatShape, type Tensor } from "../../tensor/tensor.ts"
import { type NamedTensor, named, writeSafetensors } from "../arrays/writeSafetensors.ts"
import { joined } from "../bytes.ts"
import type { Exported, ExportSource } from "../exports/exportFormat.ts"
import { crc32 } from "../links/crc32.ts"
import { checkOf } from "./check.ts"
import { type Model, modelOf } from "./model.ts"
import { replayOf } from "./replay.ts"
import { type KnownNode, spoken } from "./statements.ts"
import { holdsOnlyIndices } from "./tensorNames.ts"

/** Largest |Δ| that passes, by the precision of the numbers; `rough` where PyTorch itself holds a number in float32. */
const TOLERANCES = { float64: "1e-9", rough: "1e-7", float32: "1e-4" }

export async function torchFolder(source: ExportSource): Promise<Exported> {
  return (await torchParts(source)).exported
}

/** The folder, and what else is written from the same model. */
export interface TorchParts {
  readonly exported: Exported
  readonly nodes: readonly KnownNode[]
  readonly model: Model
}

export async function torchParts(source: ExportSource): Promise<TorchParts> {
  const { analysis, dtype } = source
  const { nodes, lost } = writable(source)
  const draws = (node: KnownNode): readonly string[] => node.op.draws?.({ ...node.context, mode: analysis.mode }) ?? []
  const model = modelOf(analysis, nodes, draws)
  const run = await source.run()
  const weights = run === null ? source.start() : null
  const [problem] = weights?.problems ?? []
  if (problem !== undefined) {
    const alone = { files: [{ path: "model.py", content: model.text }], lost, notes: [problem.sentence] }
    return { exported: alone, nodes, model }
  }
  const replay = run === null ? null : replayOf(analysis, nodes, draws)
  const { training, note } = run === null ? NO_TRAINING : await trainingOf(source)
  const masks = new Set(replay?.masks)
  const tensors = [
    ...(run === null ? [] : runTensors(source, run, masks)),
    ...(weights === null ? [] : weightTensors(source, weights)),
    ...(training?.steps ?? []).flatMap((step, i) => stepTensors(source, step, i + 1, masks)),
  ]
  const numbers = joined(writeSafetensors(tensors, { mode: analysis.mode, dtype }))
  const rough = nodes.some((node) => spoken(node.op)?.rough !== undefined)
  const tolerance = TOLERANCES[dtype === "float64" && rough ? "rough" : dtype]
  const check = checkOf({ analysis, nodes, model, replay, training, checksum: crc32(numbers), tolerance })
  const preview = tensors.map(({ name, tensor }) => `${name}  ${formatShape(tensor.shape)}`).join("\n")
  const exported: Exported = {
    files: [
      { path: "model.py", content: model.text },
      { path: "check.py", content: check },
      { path: "numbers.safetensors", content: () => [numbers], preview },
    ],
    lost,
    notes: run === null ? [TOO_LARGE] : note,
    command: "python3 check.py",
  }
  return { exported, nodes, model }
}

/** Of a training. */
const STEPS = 3

const TOO_LARGE =
  "The network is too large for its numbers to be worked out here; numbers.safetensors holds its weights only."

/** The nodes that can be written, and why others cannot. */
function writable({ analysis }: ExportSource) {
  const lost: { readonly place: string; readonly reason: string }[] = []
  const written = new Set<string>()
  const nodes = analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    if (node?.op == null || node.context === null || node.outputs === null || node.state !== "ok") return []
    if ("cannot" in node.op.torch) lost.push({ place: id, reason: node.op.torch.cannot })
    else if ((analysis.entering.get(id) ?? []).every(({ from }) => written.has(from.node))) {
      written.add(id)
      // The three were compared with null just now.
      return [node as KnownNode]
    }
    return []
  })
  return { nodes, lost }
}

/** Names as those of a run: what a Constant holds is a value. */
function weightTensors(
  { analysis }: ExportSource,
  { params, buffers }: ReturnType<ExportSource["start"]>,
): readonly NamedTensor[] {
  const constants = [...buffers].flatMap(([name, tensor]) => {
    const node = name.slice(0, name.lastIndexOf("."))
    return analysis.nodes.get(node)?.op?.kind === "Constant" ? [[name, `${node}:value`, tensor] as const] : []
  })
  const kept = new Map(buffers)
  for (const [name] of constants) kept.delete(name)
  const values = new Map(constants.map(([, place, tensor]) => [place, tensor]))
  return [...named("param", params), ...named("buffer", kept), ...named("value", values)]
}

function runTensors({ analysis }: ExportSource, run: RunNumbers, masks: ReadonlySet<string>): readonly NamedTensor[] {
  const { values, params, buffers, gradients, started } = run
  return [
    ...[...values].map(([place, tensor]) => valueTensor(analysis, place, tensor)),
    ...named("param", params),
    ...named("buffer", started.buffers),
    ...named("buffer_after", buffers),
    ...named("grad", gradients),
    ...named("upstream", started.upstream),
    ...named("mask", new Map([...started.masks].filter(([place]) => masks.has(place)))),
  ]
}

const NO_TRAINING = { training: null, note: [] }

/** The first steps, where the document has a training and is written as it is while it learns. */
async function trainingOf({ analysis, train }: ExportSource): Promise<{
  readonly training: TrainingNumbers | null
  readonly note: readonly string[]
}> {
  if (analysis.document.training === undefined || analysis.mode !== "train") return NO_TRAINING
  const answer = await train(STEPS)
  const refused = "problem" in answer ? answer.problem : answer.optimizer.torch.cannot?.(answer.optimizer.attrs)
  if ("problem" in answer || refused != null)
    return { training: null, note: [`No step of the training is checked: ${refused}`] }
  return answer.steps.length === 0 ? NO_TRAINING : { training: answer, note: [] }
}

function stepTensors(
  { analysis }: ExportSource,
  step: TrainingNumbers["steps"][number],
  number: number,
  masks: ReadonlySet<string>,
): readonly NamedTensor[] {
  const all = [
    ...[...step.inputs].map(([place, tensor]) => valueTensor(analysis, place, tensor)),
    ...named("mask", new Map([...step.masks].filter(([place]) => masks.has(place)))),
    ...named("upstream", step.upstream),
    ...named("param", step.params),
    ...named("buffer_after", step.buffers),
  ]
  return all.map((one) => ({ ...one, name: `step/${number}/${one.name}` }))
}

/** An output; class indices as whole numbers. */
export function valueTensor(analysis: Analysis, place: string, tensor: Tensor): NamedTensor {
  const whole =
    holdsOnlyIndices(analysis, { node: nodeOf(place), port: "value" }) && tensor.data.every(Number.isSafeInteger)
  return { name: `value/${place}`, tensor, whole }
}
