import type { ComponentProps } from "react"
import styles from "./styles/button.module.css"

interface Props extends ComponentProps<"button"> {
  /** How much it asks for; `firm` has a line that is seen on any ground, `key` is one of a transport. */
  readonly look?: "plain" | "firm" | "quiet" | "strong" | "value" | "gradient" | "icon" | "key" | "text" | undefined
  /** `bar` is that of the top bar, which grows for fingers in a narrow window. */
  readonly size?: "small" | "medium" | "large" | "bar" | undefined
}

/** The one button: all that look like it are it. */
export function Button({ look = "plain", size = "medium", className, ...rest }: Props) {
  const family = look === "value" || look === "gradient" ? look : undefined
  const names = className === undefined ? styles.button : `${styles.button} ${className}`
  return <button type="button" className={names} data-look={look} data-size={size} data-family={family} {...rest} />
}
