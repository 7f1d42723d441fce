// The chain rule as the graph draws it: one product of local derivatives for each path.

import { isCompound } from "../../formula/tex.ts"
import { nodeTex } from "../../graph/analysis/symbols.ts"
import { placeName, type Source, type Wire } from "../../graph/wire.ts"
import { entersAt } from "../pass/upstream.ts"
import { type Chain, gradientTex, sourceTex, wiresOf } from "./terms/chain.ts"

const MOST_PATHS = 6

/** One path from an output to where gradient enters: a product of ∂(next)/∂(this), and the wires that it goes by. */
interface PathProduct {
  readonly tex: string
  readonly wires: readonly string[]
}

/** The paths as products; null if there are many, or they lead out of the chain. */
export function pathProducts(chain: Chain, of: Source): readonly PathProduct[] | null {
  const paths = pathsFrom(chain, of)
  if (paths === null || paths.length < 1 || paths.every((path) => path.length === 0)) return null
  return paths.map((path) => {
    const links = path.map((wire) => {
      const end = chain.analysis.nodes.get(wire.to.node)
      return `\\frac{\\partial ${end === undefined ? "" : bracketed(nodeTex(end.node))}}{\\partial ${sourceTex(chain, wire.from)}}`
    })
    const last = path.at(-1)
    const start = gradientTex(chain, last === undefined ? of : { node: last.to.node, port: "output" })
    return { tex: [start, ...links.reverse()].join("\\, "), wires: path.map(({ id }) => id) }
  })
}

/** Every path to a place where gradient enters; null if there are too many or they leave what is written out. */
function pathsFrom(chain: Chain, source: Source): readonly (readonly Wire[])[] | null {
  const wires = wiresOf(chain, source)
  const paths: (readonly Wire[])[] = entersAt(chain.analysis, placeName(source)) ? [[]] : []
  for (const wire of wires) {
    const node = chain.analysis.nodes.get(wire.to.node)
    if (!chain.nodes.includes(wire.to.node)) return null
    for (const port of Object.keys(node?.op?.outputs ?? {})) {
      const rest = pathsFrom(chain, { node: wire.to.node, port })
      if (rest === null) return null
      for (const path of rest) paths.push([wire, ...path])
      if (paths.length > MOST_PATHS) return null
    }
  }
  return paths
}

function bracketed(tex: string): string {
  return isCompound(tex) ? `(${tex})` : tex
}
