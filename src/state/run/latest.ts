// One job off the page at a time, the newest: what an older one still answers is of no use any more.

import { wordsOf } from "../../graph/problem.ts"

interface Job<R> {
  readonly done: Promise<R>
  readonly cancel: () => void
}

export class Latest {
  private asked: object | null = null
  private cancel: (() => void) | null = null

  /** Gives up the job before. The answer says whether the one that begins now is still the newest. */
  begin(): () => boolean {
    this.forget()
    const asked = {}
    this.asked = asked
    return () => this.asked === asked
  }

  /** Hears a job to its end, unless it is given up before. What it rejects with is told as a sentence. */
  hear<R>(
    isNewest: () => boolean,
    { done, cancel }: Job<R>,
    onDone: (result: R) => void,
    onFailed: (sentence: string) => void,
  ): void {
    this.cancel = cancel
    const ending =
      <T>(then: (answer: T) => void) =>
      (answer: T): void => {
        if (!isNewest()) return
        this.cancel = null
        then(answer)
      }
    done.then(
      ending(onDone),
      ending((error: unknown) => onFailed(wordsOf(error))),
    )
  }

  /** Gives up the job under way, if there is one. */
  forget(): void {
    const late = this.cancel
    this.asked = null
    this.cancel = null
    late?.()
  }
}
