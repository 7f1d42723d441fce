// What somebody chooses for the player: where it pauses, which tensors it shows at every step, whether the inspector follows.

import type { GradwireDocument } from "../../graph/document.ts"
import { useDocument } from "../document.ts"
import { remember } from "../remembered.ts"
import type { TensorChoice } from "../session.ts"
import { stopFollowing } from "./following.ts"
import type { PauseRule, RuleName } from "./pauseRules.ts"
import { findingAt } from "./pausing.ts"
import { usePlayer } from "./player.ts"
import { withNewNames } from "./renaming.ts"

export function setRule(name: RuleName, rule: Partial<PauseRule>): void {
  usePlayer.setState(({ rules }) => ({ rules: { ...rules, [name]: { ...rules[name], ...rule } } }))
  askAgain()
}

/** Pauses at a node from now on, or no longer. */
export function togglePause(node: string): void {
  usePlayer.setState(({ stops }) => ({
    stops: stops.includes(node) ? stops.filter((other) => other !== node) : [...stops, node],
  }))
  askAgain()
}

/** Whether there is now a reason to stand where it stands. */
function askAgain(): void {
  const { sequence, at, rules, stops } = usePlayer.getState()
  usePlayer.setState({ finding: sequence === null || at === null ? null : findingAt(sequence, at, { rules, stops }) })
}

export function watch(choice: TensorChoice): void {
  usePlayer.setState(({ watched }) =>
    watched.some((other) => isSame(other, choice)) ? { watched } : { watched: [...watched, choice] },
  )
}

export function unwatch(choice: TensorChoice): void {
  usePlayer.setState(({ watched }) => ({ watched: watched.filter((other) => !isSame(other, choice)) }))
}

export function setFollows(follows: boolean): void {
  remember("follows", follows)
  if (!follows) stopFollowing()
  usePlayer.setState({ follows })
}

/** Asks for each next number from now on, or no longer. */
export function setPredicts(predicts: boolean): void {
  usePlayer.setState({ predicts, question: null })
}

/** The document's own wish, until somebody turns it off. */
function followWish({ document }: { readonly document: GradwireDocument }): void {
  setPredicts(document.view?.predict === true)
}

followWish(useDocument.getState())
useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened || state.document.view?.predict !== before.document.view?.predict)
    followWish(state)
  if (state.opened !== before.opened) usePlayer.setState({ stops: [], told: [] })
  else if (state.document !== before.document)
    usePlayer.setState((own) => withNewNames(own, before.document, state.document))
})

function isSame(a: TensorChoice, b: TensorChoice): boolean {
  return a.name === b.name && a.side === b.side
}
