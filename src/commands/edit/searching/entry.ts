// One line of a search.

import type { IconName } from "../../command.ts"
import type { Findable } from "./ranking.ts"

export interface SearchEntry extends Findable {
  /** Of all entries of one search. */
  readonly id: string
  readonly section: string
  /** Said after the title, quietly. */
  readonly detail: string
  readonly icon?: IconName
  /** As commands write them. */
  readonly shortcut?: string
  /** It cannot be done now; `detail` says what it waits for. */
  readonly waits?: true
  /** Only offered for what was typed. */
  readonly onlyTyped?: true
  readonly run: () => void | Promise<void>
}
