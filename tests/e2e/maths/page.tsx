// A page that draws every formula and every reason of every op example, by the editor's own components in the inspector's
// own styles, a few ops at a time, and measures them (glyphs.ts). Built and opened by maths.spec.ts.

import "@fontsource-variable/inter/index.css"
import "../../../src/editor/parts/styles/tokens.css"
import "../../../src/editor/parts/styles/base.css"
import { flushSync } from "react-dom"
import { createRoot } from "react-dom/client"
import { Formulas } from "../../../src/editor/inspector/formulas/Formulas.tsx"
import { useNumbered } from "../../../src/editor/inspector/formulas/numbered.ts"
import { Sums } from "../../../src/editor/inspector/formulas/Sums.tsx"
import { loadKatex } from "../../../src/editor/maths/katex.ts"
import { Maths } from "../../../src/editor/maths/Maths.tsx"
import inspector from "../../../src/editor/parts/styles/panel.module.css"
import why from "../../../src/editor/why/why.module.css"
import { explain } from "../../../src/engine/explain/explain.ts"
import { ops } from "../../../src/ops/registry.ts"
import { runSingle, type Single } from "../../engine/explain/single.ts"
import { type Measured, measure } from "./glyphs.ts"

interface Subject {
  readonly name: string
  readonly single: Single
  /** The formulas of its reasons, each once. */
  readonly reasons: readonly string[]
}

declare global {
  /** Draws all and measures it at each width of the inspector, in pixels: of every so many examples those of its turns. */
  var measureAll: (
    widths: readonly { readonly width: number; readonly turns: readonly number[] }[],
    most?: number,
  ) => Promise<Measured[]>
  var subjects: number
}

const all = [...ops.values()].flatMap((op) =>
  op.examples.flatMap((example, number): readonly Subject[] => {
    const single = runSingle(op, example, example.mode ?? "train")
    return single === null ? [] : [{ name: `${op.kind} ${number}`, single, reasons: reasonsOf(single) }]
  }),
)

/** Why a cell of each tensor is what it is, as a value and as a gradient: the rule, and the rule with its numbers. */
function reasonsOf({ analysis, result }: Single): readonly string[] {
  const cells = [
    ...[...result.values.keys()].map((name) => ({ name, side: "value" as const, index: 0 })),
    ...[...result.gradients.keys()].map((name) => ({ name, side: "gradient" as const, index: 0 })),
    ...[...result.wires.keys()].map((name) => ({ name, side: "gradient" as const, index: 0 })),
  ]
  const formulas = cells.flatMap((cell) => {
    const explanation = explain(analysis, result, cell)
    return [explanation?.tex ?? [], explanation?.worked ?? []].flat()
  })
  return [...new Set(formulas)]
}

function Panel({ name, single: { analysis }, reasons }: Subject) {
  const numbered = useNumbered((state) => state.numbered)
  const node = analysis.nodes.get("node")
  if (node === undefined) return null
  return (
    <div className={inspector.panel} data-subject={name} style={{ height: "auto" }}>
      <Sums node={node} />
      <Formulas analysis={analysis} node={node} />
      <section className={inspector.section}>
        <div className={why.why}>
          {(numbered ? [] : reasons).map((tex) => (
            <Maths key={tex} tex={tex} display own />
          ))}
        </div>
      </section>
    </div>
  )
}

globalThis.subjects = all.length
globalThis.measureAll = async (widths, most = all.length) => {
  await loadKatex()
  const found = widths.map((): Measured => ({ formulas: 0, outside: [], scrolling: [] }))
  const host = document.createElement("div")
  Object.assign(host.style, { position: "absolute", inset: "0 auto 0 0", overflow: "auto" })
  document.body.append(host)
  const root = createRoot(host)
  for (const numbered of [false, true]) {
    useNumbered.setState({ numbered })
    for (let at = 0; at < most; at += 20) {
      for (const [i, { width, turns }] of widths.entries()) {
        const some = all.slice(at, at + 20).filter((_, row) => turns.includes(row % widths.length))
        host.style.width = `${width}px`
        flushSync(() => root.render(some.map((subject) => <Panel key={subject.name} {...subject} />)))
        await document.fonts.ready
        for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
        const measured = found[i]
        if (measured !== undefined) measure(host, measured)
      }
    }
  }
  root.unmount()
  host.remove()
  return found
}
