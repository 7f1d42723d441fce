// A part of the page that cannot be shown says so in its own place: without this, React takes the whole page away.

import { Component, type ReactNode } from "react"
import { Button } from "../Button.tsx"
import styles from "./Boundary.module.css"

interface Props {
  /** What is missing, at the beginning of a sentence: `The inspector`. */
  readonly what: string
  /** What is said of it. */
  readonly is?: string
  /** Another one is another try: what is selected, which tab. */
  readonly of?: string
  /** What stands in its place; without it, the reason and a way on. */
  readonly instead?: ReactNode
  readonly children: ReactNode
}

interface State {
  readonly error: unknown
  readonly of: string | undefined
}

export class Boundary extends Component<Props, State> {
  override state: State = { error: null, of: this.props.of }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error ?? new Error("nothing said why") }
  }

  static getDerivedStateFromProps({ of }: Props, state: State): State | null {
    return of === state.of ? null : { error: null, of }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    if (this.props.instead !== undefined) return this.props.instead
    return (
      <div className={styles.failed} role="alert">
        <p>
          {this.props.what} {this.props.is ?? "cannot be shown"}: {wordsFor(error)} Your work is kept.
        </p>
        <Button onClick={() => location.reload()}>Reload the page</Button>
      </div>
    )
  }
}

/** Each browser has words of its own for a file of the page that is not there any more. */
const GONE = /dynamically imported module|importing a module script|preload CSS/i

function wordsFor(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return GONE.test(message) ? "a file of the page could not be fetched." : `${message.replace(/\.$/, "")}.`
}
