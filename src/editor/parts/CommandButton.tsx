import type { ComponentProps } from "react"
import { Icon } from "./Icon.tsx"
import { PicturedButton } from "./PicturedButton.tsx"

/** A button that does one command, whichever. */
export function CommandButton(props: Omit<ComponentProps<typeof PicturedButton>, "Icon">) {
  return <PicturedButton {...props} Icon={Icon} />
}
