// A document as a folder that PyTorch trains on many machines: what `torch` writes, and train.py with its data.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { TrainingCourse } from "../../graph/values/recorded.ts"
import { formatShape } from "../../tensor/tensor.ts"
import { type NamedTensor, named, writeSafetensors } from "../arrays/writeSafetensors.ts"
import type { Exported, ExportedFile, ExportSource } from "../exports/exportFormat.ts"
import { docText, line, quoted } from "../python/python.ts"
import { written } from "./check.ts"
import { torchParts, valueTensor } from "./export.ts"
import type { Model } from "./model.ts"
import measures from "./programs/measures.py?raw"
import run from "./programs/run.py?raw"
import { replayOf } from "./replay.ts"
import type { KnownNode } from "./statements.ts"
import { trainProgram } from "./trainProgram.ts"

/** The folder of `torch`, with train.py where the document can be trained. */
export async function torchrunFolder(source: ExportSource): Promise<Exported> {
  const { exported, nodes, model } = await torchParts(source)
  const course = await source.course()
  const refused = "problem" in course ? course.problem : course.optimizer.torch.cannot?.(course.optimizer.attrs)
  if ("problem" in course || refused != null) {
    const lost = [...exported.lost, { place: "training", reason: refused ?? "" }]
    return { ...exported, lost }
  }
  const learning = nodes.filter(({ id }) => course.nodes.has(id))
  const { analysis } = source
  const first: ExportedFile[] = [
    { path: "train.py", content: trainProgram(analysis, model, learning, course) },
    { path: "measures.py", content: measuresOf(analysis, learning) },
    tensorFile("data.safetensors", dataOf(analysis, course)),
    tensorFile("start.safetensors", startOf(source, model)),
  ]
  const [code, ...rest] = exported.files
  return { ...exported, files: [...(code === undefined ? [] : [code]), ...first, ...rest], command: COMMAND }
}

const COMMAND = "python3 train.py"

function tensorFile(path: string, tensors: readonly NamedTensor[]): ExportedFile {
  const preview = tensors.map(({ name, tensor }) => `${name}  ${formatShape(tensor.shape)}`).join("\n")
  return { path, content: () => writeSafetensors(tensors, { format: "pt" }), preview }
}

/** Ops of which an exact 0 passes no gradient on. */
const RECTIFIERS: ReadonlySet<string> = new Set(["ReLU", "ReLU6"])

function measuresOf(analysis: Analysis, nodes: readonly KnownNode[]): string {
  const rectified = nodes.filter(({ op }) => RECTIFIERS.has(op.kind)).map(({ id }) => quoted(`${id}:output`))
  const replay = replayOf({ ...analysis, mode: "train" }, nodes, () => [])
  return written([measures.replace("<<run>>", () => run)], {
    title: docText(analysis.document.title ?? "a network"),
    rectified: line(0, `{${rectified.join(", ")}}`).trimEnd(),
    replay: replay.text,
  })
}

function dataOf(analysis: Analysis, course: TrainingCourse): readonly NamedTensor[] {
  const { training, validation, lasting, upstream } = course
  const part = (name: string, tensors: TrainingCourse["training"]): readonly NamedTensor[] =>
    [...tensors].map(([id, tensor]) => ({
      ...valueTensor(analysis, `${id}:value`, tensor),
      name: `${name}/${id}`,
    }))
  const held = new Map([...lasting].map(([id, { tensor }]) => [id, tensor]))
  const over = new Map([...upstream].map(([place, { tensor }]) => [place, tensor]))
  return [
    ...part("training", training),
    ...part("validation", validation ?? new Map()),
    ...part("lasting", held),
    ...named("lasting/upstream", over),
  ]
}

/** Params and buffers as model.py calls them. */
function startOf({ start }: ExportSource, { state }: Model): readonly NamedTensor[] {
  const { params, buffers } = start()
  return [...state].flatMap(([ours, theirs]) => {
    const tensor = params.get(ours) ?? buffers.get(ours)
    return tensor === undefined ? [] : [{ name: theirs, tensor }]
  })
}
