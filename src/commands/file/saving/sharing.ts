// What a link or a file is sent with: where to look first, whose seed, read-only, what is not shown. The document on the
// document stays as it is; these are wishes of the copy that travels.

import { fittedValues, withFitted } from "../../../engine/fitted.ts"
import { analyze } from "../../../graph/analysis/analyze.ts"
import { type CameraPlace, type GradwireDocument, isNewer } from "../../../graph/document.ts"
import { setSeed, setView } from "../../../graph/edit/edit.ts"
import { ops } from "../../../ops/registry.ts"
import { mayHide, PARTS } from "../../../state/hiding.ts"
import { asAuthored } from "../../../state/places/upright.ts"
import { labelOf } from "../../command.ts"
import { commandNamed } from "../../registry.ts"

export interface SendOptions {
  /** Opens here, not on the whole graph. */
  readonly camera: CameraPlace | null
  /** Whoever opens it draws a seed of their own. */
  readonly newSeed: boolean
  /** With a new seed: written numbers are drawn as well, from distributions fitted to them. */
  readonly draw: boolean
  readonly readOnly: boolean
  /** Names of parts and commands. */
  readonly hide: readonly string[]
}

export interface Choice {
  readonly name: string
  readonly label: string
}

/** What a sender may leave out: parts of the window, and commands that do some of a reader's work. */
export const HIDEABLE_PARTS: readonly Choice[] = PARTS.map(({ name, label }) => ({ name, label }))

export function hideableCommands(): readonly Choice[] {
  const ids = ["edit.search", "edit.insert", "graph.openIntoParts", "view.tidy", "file.examples", "file.typeNetwork"]
  return ids.filter(mayHide).map((name) => ({ name, label: labelOf(commandNamed(name)).replace(/…$/, "") }))
}

/** As the document has come: a sender who passes it on passes on its wishes, until they are changed. */
export function optionsOf({ view }: GradwireDocument): SendOptions {
  return { camera: null, newSeed: false, draw: false, readOnly: view?.readOnly === true, hide: view?.hide ?? [] }
}

/** The document as it is sent. One of a newer format is sent as it is. */
export function sent(document: GradwireDocument, options: SendOptions): GradwireDocument {
  const { camera, newSeed, draw, readOnly, hide } = options
  if (isNewer(document)) return document
  // Where one looks means the places that are shown here.
  const viewed = setView(camera === null ? asAuthored(document) : document, {
    camera: camera ?? undefined,
    readOnly: readOnly || undefined,
    hide: hide.length === 0 ? undefined : hide,
    newSeed: newSeed || undefined,
  })
  if (!newSeed) return viewed
  const fits = draw ? fittedValues(analyze(document, ops, "train")) : []
  return setSeed(withFitted(viewed, fits), undefined)
}
