// Which format a text is in, and what other JSON looks like.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Code } from "../codes.ts"
import { FIRST_FORMAT, FORMAT_VERSION } from "../document.ts"
import { type Problem, show } from "../problem.ts"
import { isObject } from "./entry.ts"

/** The number at `gradwire`; `null` where the document does not say, but has nodes; or why this is no document. */
export function readVersion(root: Json): { readonly format: number | null } | Problem {
  if (!isObject(root)) {
    return refused("GW-S101", `The text is ${show(root)}, expected a Gradwire document, an object in { }`)
  }
  const { gradwire, nodes } = root
  const other = otherKind(root)
  if (gradwire === undefined) {
    if (Array.isArray(nodes) && other === null) return { format: null }
    const kind = other === null ? "" : `${other} and `
    return refused("GW-S101", `This is JSON, but ${kind}not a Gradwire document: it has no field "gradwire"`)
  }
  if (typeof gradwire === "number" && Number.isSafeInteger(gradwire) && gradwire >= 0) return { format: gradwire }
  const wanted = `the number of the format, ${FIRST_FORMAT} to ${FORMAT_VERSION}`
  return { ...refused("GW-S103", `The field "gradwire" is ${show(gradwire)}, expected ${wanted}`), path: "/gradwire" }
}

function refused(code: Code, sentence: string): Problem {
  return { code, severity: "error", sentence: `${sentence}. Nothing was opened or changed.` }
}

function otherKind(root: { readonly [key: string]: Json }): string | null {
  if (root.nbformat !== undefined) return "a Jupyter notebook"
  if (root.type === "excalidraw") return "an Excalidraw drawing"
  if (root.lockfileVersion !== undefined || root.dependencies !== undefined) return "a file of npm"
  if (root.class_name !== undefined) return "a Keras model"
  return null
}
