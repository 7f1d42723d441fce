import { withLearned } from "../../engine/train/answers/learned.ts"
import { loggedHistory } from "../../engine/train/answers/logged.ts"
import { learnedBy } from "../../engine/train/answers/snapshot.ts"
import { addProgress, EMPTY_HISTORY } from "../../engine/train/history.ts"
import { planTraining } from "../../engine/train/plan.ts"
import type { EpochPoint, Metrics, TrainHistory, TrainOptions, TrainPlan } from "../../engine/train/report.ts"
import { type Run, startRun, trainSteps } from "../../engine/train/train.ts"
import { writeNumber } from "../../formula/number.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { writeDocument } from "../../graph/text/write.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { type Call, type Command, countOption, fileOption, firstArgument, UsageError } from "../parts/command.ts"
import { withDataFiles } from "../parts/dataFiles.ts"
import { isStandardOutput } from "../parts/fileOutput.ts"
import { isUnread, openInput } from "../parts/input.ts"
import { DTYPE, dtypeOf, ENGINE, engineOf, JSON_OPTION, maxMemory, memoryLimitOf, seedOf } from "../parts/options.ts"
import { columns, hasErrors, jsonText, plain, reportProblems } from "../parts/output.ts"
import { resumed } from "../parts/resuming.ts"
import { shareWork, THREADS } from "../parts/threads.ts"

export const train: Command = {
  name: "train",
  usage: "FILE",
  summary:
    "Trains a document with its own data and optimizer, and prints the curves or the document with what it learned.",
  least: 1,
  most: 1,
  options: {
    data: {
      type: "string",
      value: "[FIELD=]FILE",
      multiple: true,
      doc: "examples from a file: a table (CSV), .npy, .npz, IDX (MNIST), .safetensors, also .gz; several times",
    },
    examples: { type: "string", value: "N", doc: "of --data only the first N" },
    raw: { type: "boolean", doc: "of --data: pictures of 0 to 255 stay so (default: scaled to 0 to 1)" },
    "resume-from": {
      type: "string",
      value: "DIR",
      doc: "go on from log.jsonl and weights.safetensors of a training by train.py (convert --to torchrun)",
    },
    epochs: { type: "string", value: "N", doc: "passes over the data (default: the document's, else 10)" },
    seed: { type: "string", value: "N", doc: "draws other data, orders and params than the document's own seed does" },
    "drop-last": {
      type: "boolean",
      doc: "leave out the last batch of an epoch where it would be smaller (default: the document's drop_last)",
    },
    dtype: DTYPE,
    engine: ENGINE,
    threads: THREADS,
    "max-memory": maxMemory("one step"),
    out: { type: "string", value: "FILE", doc: "write the document with the learned values there" },
    document: { type: "boolean", doc: "print that document on standard output" },
    bytes: { type: "boolean", doc: "with --out or --document: params as bytes with a scale, for a short link" },
    params: { type: "boolean", doc: "with --json: the learned params as well" },
    json: JSON_OPTION,
  },
  notes:
    "A field feeds the Input that takes it; labels are the classes. What --out writes has the document's own data.\nThe same document, seed and precision give the same curve here and in the editor.\n--resume-from counts steps and epochs on; what the optimizer keeps begins anew, and shuffled examples come in another order than there.",
  run: async (call) => {
    shareWork(call)
    const { name, document, problems } = await openInput(call.io, firstArgument(call))
    const [json, printed] = [call.options.json === true, call.options.document === true]
    const out = fileOption(call, "out")
    if (out !== null && isStandardOutput(out) && (json || printed)) {
      throw new UsageError("--out on standard output excludes --json and --document.")
    }
    if (json && printed) throw new UsageError("--json and --document exclude each other.")
    if (call.options.bytes === true && out === null && !printed)
      throw new UsageError("--bytes asks for --out or --document.")
    const asked = document !== null && !isUnread(document, ["data", "training"])
    const ended = asked ? await trained(call, name, await withDataFiles(call, document)) : null
    const all: readonly Problem[] = [...problems, ...(ended?.problems ?? [])]
    if (json) await call.io.out(`${jsonText(asJson(ended, all, call.options.params === true), 2)}\n`)
    if (document !== null && ended?.run != null) {
      const { params, buffers } = learnedBy(ended.run.learner, ended.run.epoch)
      const text = writeDocument(withLearned(document, params, buffers, { bytes: call.options.bytes === true }))
      // Before the words: a reader of those may have seen enough.
      if (out !== null) await call.io.write(out, [text])
      if (printed) await call.io.out(text)
      else if (!json && !(out !== null && isStandardOutput(out))) await call.io.out(inWords(ended, document.title))
    }
    const told = ended?.told ?? []
    await reportProblems(
      call.io,
      name,
      all.filter((problem) => !told.includes(problem)),
    )
    return hasErrors(all) ? 1 : 0
  },
}

interface Ended {
  /** Null where it could not begin. */
  readonly run: Run | null
  readonly history: TrainHistory
  readonly problems: readonly Problem[]
  /** Those of them that were printed before the first step. */
  readonly told: readonly Problem[]
}

/** Trains to the end; says what misleads before it begins, and shows each epoch, a line that overwrites itself. */
async function trained(call: Call, name: string, document: GradwireDocument): Promise<Ended> {
  const before = await resumed(call, document)
  const { plan, problems } = planTraining(before.document, { ...optionsOf(call), epochsDone: before.epochs })
  let history = before.steps.length === 0 ? EMPTY_HISTORY : loggedHistory(before.steps)
  if (plan === null) return { run: null, history, problems, told: [] }
  await reportProblems(call.io, name, problems)
  const run = startRun(plan)
  if (before.steps.length > 0) await call.io.err(`${plain(name)}: ${resumedWords(before.epochs, plan)}\n`)
  for (const event of trainSteps(run)) {
    if (event.kind !== "step" || !event.epoch) continue
    const points = run.recorder.take()
    history = addProgress(history, points)
    const last = points.epochs.at(-1)
    if (call.io.watched && last !== undefined) await call.io.err(`\r\u001b[K${epochWords(last, plan.summary.epochs)}`)
  }
  if (call.io.watched) await call.io.err("\r\u001b[K")
  history = addProgress(history, run.recorder.take())
  const met = [run.warning, run.problem].filter((problem) => problem !== null)
  return { run, history, problems: [...problems, ...met], told: problems }
}

function resumedWords(done: number, { summary: { epochs } }: TrainPlan): string {
  const there = `${done} ${done === 1 ? "epoch was" : "epochs were"} trained elsewhere`
  return done < epochs
    ? `${there}; it goes on to epoch ${epochs}`
    : `${there}, and the training has ${epochs}: none is left`
}

function optionsOf(call: Call): TrainOptions {
  const dtype = dtypeOf(call)
  const seed = seedOf(call)
  const epochs = countOption(call, "epochs", 1)
  return {
    dtype,
    engine: engineOf(call),
    ...(seed === undefined ? {} : { seed }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(call.options["drop-last"] === true ? { dropLast: true } : {}),
    ...memoryLimitOf(call),
  }
}

// ---- What is printed ------------------------------------------------------------------------------------------------

function asJson(ended: Ended | null, problems: readonly Problem[], params: boolean): object {
  if (ended === null || ended.run === null)
    return { plan: null, engine: null, steps: 0, epochs: [], losses: [], rates: [], gradientNorms: [], problems }
  const { run, history } = ended
  const { problems: _, ...plan } = run.learner.plan.summary
  const { steps, epochs } = history
  return {
    plan,
    engine: plan.engine,
    steps: run.learner.step(),
    diverged: run.problem !== null,
    epochs,
    // Long curves are thinned; then the steps say which are left.
    ...(steps.length === run.learner.step() ? {} : { at: steps.map(({ step }) => step) }),
    losses: steps.map(({ loss }) => loss),
    rates: steps.map(({ rate }) => rate),
    gradientNorms: steps.map(({ gradientNorm }) => gradientNorm),
    ...(params ? { params: paramsJson(learnedBy(run.learner, run.epoch).params) } : {}),
    problems,
  }
}

function paramsJson(params: ReadonlyMap<string, Tensor>): object {
  return Object.fromEntries([...params].map(([name, { shape, data }]) => [name, { shape, data: Array.from(data) }]))
}

/** Epochs shown in words; the rest are passed over evenly. */
const ROWS = 20

function inWords({ run, history }: Ended, title: string | undefined): string {
  if (run === null) return ""
  const { summary } = run.learner.plan
  const { optimizer, dtype, engine, threads, seed, learned, steps, examples, objective, dropped } = summary
  const left = dropped === 0 ? "" : `, ${dropped} left out in each epoch`
  const data =
    examples === null ? "" : `, ${examples.training} examples and ${examples.validation} for validation${left}`
  const head = [
    ...(title === undefined ? [] : [plain(title)]),
    `${optimizer}, ${dtype}, ${engine}${threads === 1 ? "" : `, ${threads} threads`}, seed ${seed}: ${learned} numbers learned in ${steps} steps${data}`,
  ]
  const rows = [["epoch", ` ${objective}`, " accuracy", ` validation ${objective}`, " validation accuracy"]]
  for (const { epoch, training, validation } of shownEpochs(history.epochs)) {
    rows.push([
      String(epoch),
      ...metricsWords(training),
      ...(validation === null ? ["", ""] : metricsWords(validation)),
    ])
  }
  return `${head.join("\n")}\n\n${columns(rows)}`
}

function shownEpochs(epochs: readonly EpochPoint[]): readonly EpochPoint[] {
  const stride = Math.ceil(epochs.length / ROWS)
  return epochs.filter((_, i) => i === 0 || i === epochs.length - 1 || (i + 1) % stride === 0)
}

function metricsWords({ loss, accuracy }: Metrics): readonly string[] {
  return [writeNumber(loss, 4), accuracy === null ? "" : `${(100 * accuracy).toFixed(1)} %`]
}

function epochWords({ epoch, training, validation }: EpochPoint, epochs: number): string {
  const held = validation === null ? "" : `, validation ${metricsWords(validation).join(" ").trim()}`
  return `epoch ${epoch} of ${epochs}: ${metricsWords(training).join(" ").trim()}${held}`
}
