// What train.py says of itself: what it trains, what agrees with whom, and how to bring it back.

import { count } from "../../graph/problem.ts"
import type { TrainingCourse } from "../../graph/values/recorded.ts"
import type { KnownNode } from "./statements.ts"

/** Columns of a line. */
const WIDTH = 100

export function trainWords(nodes: readonly KnownNode[], course: TrainingCourse): string {
  return [
    whatWords(course),
    `Without torchrun set RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT yourself, and start one process for each RANK. torchrun of PyTorch 1.13 crashes at its start on Python 3.11 ('NoneType' object has no attribute 'get'); there add --redirects 1 --tee 1.`,
    agreementWords(nodes, course),
    `--out, this folder if nothing is said, gets log.jsonl (a line a step: step, epoch, loss, lr; epoch_loss, val_loss and val_accuracy at the end of an epoch; nodes, at some steps, with each node's RMS of what it puts out and of the gradient there, the dead share of a ReLU, and how far the step moved its params over how large they are, measured on the share of the first process), weights.safetensors and checkpoint.pt. A run that was stopped goes on from its checkpoint; --fresh begins again.`,
    `Back in Gradwire: gradwire train DOCUMENT --resume-from DIR, or drop log.jsonl and weights.safetensors on the page. What the optimizer keeps is not taken along: it begins anew there.`,
  ]
    .map(wrapped)
    .join("\n\n")
}

function whatWords({ batchSize, epochs, optimizer, training, validation, seed }: TrainingCourse): string {
  const [first] = training.values()
  const [held] = validation?.values() ?? []
  const examples = first === undefined ? "the one batch that its Inputs hold" : `${count(first.shape[0] ?? 0)} examples`
  const batch = batchSize === null ? "" : `, ${count(batchSize)} a step over all processes together`
  const more = held === undefined ? "" : `; ${count(held.shape[0] ?? 0)} are held back`
  return `Begins with start.safetensors and takes ${examples} of data.safetensors${batch}${more}: ${count(epochs)} epochs of ${optimizer.kind}, seed ${seed}. This is the document's training: the same network, data, batches, rates and seed.`
}

/** Where several processes, and Gradwire, come to the same losses, and where not. */
function agreementWords(nodes: readonly KnownNode[], course: TrainingCourse): string {
  const drawing = idsOf(nodes.filter(({ op, context }) => (op.draws?.({ ...context, mode: "train" }) ?? []).length > 0))
  const norms = idsOf(nodes.filter(({ op, buffers }) => op.updates !== undefined && buffers.length > 0))
  const not = [
    ...(drawing === "" ? [] : [`the masks of ${drawing} are drawn by PyTorch, by each process for itself`]),
    ...(norms === ""
      ? []
      : [`${norms} normalises over the share of its process (on GPUs over the whole batch, unless --no-sync-bn)`]),
    ...(course.parts === "mixed" ? ["the loss of a batch does not follow from those of its shares"] : []),
  ]
  const same =
    course.parts === "whole"
      ? "No part of a batch of this network can be computed, so there is one process only."
      : not.length === 0
        ? "The losses of 1, 2 and 4 processes are the same, up to rounding."
        : `The losses of 1, 2 and 4 processes are not quite the same: ${not.join("; ")}.`
  return `${same} ${orderWords(course, drawing)}`
}

function orderWords({ shuffle, batchSize, training, redrawn }: TrainingCourse, drawing: string): string {
  const [first] = training.values()
  const ordered = !shuffle || first === undefined || batchSize === first.shape[0]
  const drawn = redrawn.size === 0 ? "" : `; ${[...redrawn].join(", ")} of every step as well`
  if (!ordered) {
    return `Examples are shuffled by PyTorch's generator: the order of Gradwire's own training is another, alike in distribution only${drawn}.`
  }
  const own = drawing === "" && redrawn.size === 0
  return own
    ? "They are those of Gradwire's own training, too."
    : "Those of Gradwire's own training are alike in distribution only, since numbers are drawn on the way."
}

/** Some ids by name, the others counted. */
function idsOf(nodes: readonly KnownNode[]): string {
  const [names, more] = [nodes.slice(0, 3).map(({ id }) => id), nodes.length - 3]
  return more > 0 ? `${names.join(", ")} and ${count(more)} more` : names.join(", ")
}

function wrapped(text: string): string {
  const lines: string[] = []
  let at = ""
  for (const word of text.split(" ")) {
    if (at !== "" && at.length + 1 + word.length > WIDTH) {
      lines.push(at)
      at = word
    } else at = at === "" ? word : `${at} ${word}`
  }
  return [...lines, at].join("\n")
}
