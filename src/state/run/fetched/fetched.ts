// Numbers of a run that did not come along with it, as they were asked for: each once, the latest kept up to a bound, all
// of them dropped with the run.

import type { Answer, AskableRun, Question } from "../../../engine/numbers/questions.ts"
import { lookedAt } from "./looked.ts"

type Found = Exclude<Answer, { readonly to: "gone" | "nothing" }>

/** Bytes that are kept of one run. */
const MOST = 2 ** 26

/** A step of a plan, roughly. */
const STEP_BYTES = 200

/** What was asked for is nowhere any more, in a sentence. */
export class NumbersGone extends Error {
  constructor() {
    super("The numbers of this run are not kept any more. Run again to see them.")
    this.name = "NumbersGone"
  }
}

/** The answers of one run. */
export class Fetched {
  private readonly ask: AskableRun["ask"]
  /** The one that was wanted last stands last. */
  private readonly kept = new Map<string, Found>()
  private readonly awaited = new Map<string, Promise<Found>>()
  private bytes = 0

  constructor({ ask, along }: Pick<AskableRun, "ask" | "along">) {
    this.ask = ask
    for (const { question, answer } of along) {
      if (answer.to !== "gone" && answer.to !== "nothing") this.keep(keyOf(question), answer)
    }
  }

  /** The answer, if it is here. */
  get(question: Question): Found | undefined {
    const key = keyOf(question)
    lookedAt(key, question)
    const found = this.kept.get(key)
    if (found !== undefined) {
      this.kept.delete(key)
      this.kept.set(key, found)
    }
    return found
  }

  /** Asks unless the answer is here or on its way. Rejects with NumbersGone. */
  fetch(question: Question): Promise<Found> {
    const found = this.get(question)
    if (found !== undefined) return Promise.resolve(found)
    const key = keyOf(question)
    const before = this.awaited.get(key)
    if (before !== undefined) return before
    const asked = this.ask(question).then((answer) => {
      this.awaited.delete(key)
      if (answer.to === "gone") throw new NumbersGone()
      if (answer.to === "nothing") throw new Error(`the run has nothing to say to ${key}`)
      this.keep(key, answer)
      return answer
    })
    this.awaited.set(key, asked)
    return asked
  }

  private keep(key: string, answer: Found): void {
    this.kept.set(key, answer)
    this.bytes += bytesOf(answer)
    for (const [old, dropped] of this.kept) {
      if (this.bytes <= MOST || old === key) return
      this.kept.delete(old)
      this.bytes -= bytesOf(dropped)
    }
  }
}

function keyOf(question: Question): string {
  return JSON.stringify(question)
}

function bytesOf(answer: Found): number {
  switch (answer.to) {
    case "read":
      return answer.tensor.data.byteLength
    case "thumbnail":
      return answer.thumbnail.planes.data.byteLength
    case "summary":
      return 0
    case "plan":
      return STEP_BYTES * answer.plan.steps.length
  }
}
