// Questions to a training that wait for an answer, and why they get none.

import type { FromTrainer, TrainAnswer, TrainQuestion } from "../train/messages.ts"

/** A question that will have no answer: the training is over or another one has begun. The message is a sentence. */
export class TrainingGone extends Error {
  constructor(sentence = "The training is over, so there is no answer any more.") {
    super(sentence)
    this.name = "TrainingGone"
  }
}

/** A question that cannot be answered, in a sentence. */
export class NoAnswer extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "NoAnswer"
  }
}

/** Who waits for the answer to one question. */
export interface Waiting {
  readonly resolve: (answer: TrainAnswer) => void
  readonly reject: (error: Error) => void
}

/** The answer to a question of that kind. */
export type AnswerTo<Q extends TrainQuestion> = Extract<TrainAnswer, { readonly what: Q["what"] }>

/** Whether an answer is one to the question. */
export function answers<Q extends TrainQuestion>(answer: TrainAnswer, question: Q): answer is AnswerTo<Q> {
  return answer.what === question.what
}

/** Gives an answer, or the word that there is none, to whoever waits for it. */
export function deliver(
  waiting: Map<number, Waiting>,
  message: Extract<FromTrainer, { readonly kind: "trainAnswer" | "trainNoAnswer" }>,
): void {
  const who = waiting.get(message.ask)
  waiting.delete(message.ask)
  if (message.kind === "trainAnswer") who?.resolve(message.answer)
  else who?.reject(new NoAnswer(message.sentence))
}
