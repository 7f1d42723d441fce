// The page's side of questions about runs that are done: which of them wait for an answer.

import { type Answer, GONE, type Question } from "../numbers/questions.ts"

/** Posts a question under its number; false where nobody is there to answer. */
type Post = (run: number, ask: number, question: Question) => boolean

/** Questions to one worker. */
export class Asking {
  private readonly post: Post
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private last = 0

  constructor(post: Post) {
    this.post = post
  }

  /** Asks about one run. */
  of(run: number): (question: Question) => Promise<Answer> {
    return (question) => {
      this.last += 1
      const ask = this.last
      if (!this.post(run, ask, question)) return Promise.resolve(GONE)
      return new Promise((resolve) => this.waiting.set(ask, resolve))
    }
  }

  hear(ask: number, answer: Answer): void {
    this.waiting.get(ask)?.(answer)
    this.waiting.delete(ask)
  }

  /** The worker is gone, and what it kept. */
  forget(): void {
    for (const answer of this.waiting.values()) answer(GONE)
    this.waiting.clear()
  }
}
