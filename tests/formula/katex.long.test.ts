// Every character and every command that KaTeX has, through the guard: rendered or refused, and quickly.

import { readFileSync } from "node:fs"
import katex from "katex"
import { expect, it } from "vitest"
import { guardTex, KATEX_OPTIONS } from "../../src/formula/guard.ts"
import { escapeText } from "../../src/formula/tex.ts"

function render(tex: string): string {
  return katex.renderToString(tex, { ...KATEX_OPTIONS, macros: Object.create(null) })
}

it("any single character renders", () => {
  const refused: string[] = []
  for (let code = 0; code <= 0x2ffff; code++) {
    // Chinese and Korean characters are all alike, and many; private ones are above.
    if ((code > 0x3100 && code < 0xf900) || code > 0x1faff) continue
    const tex = `\\text{${escapeText(String.fromCodePoint(code))}}`
    try {
      render(tex)
    } catch {
      refused.push(code.toString(16))
    }
  }
  expect(refused).toEqual([])
})

it("leaves nothing that takes long: every command KaTeX has, in five places, rendered or refused quickly", () => {
  const bundle = readFileSync(new URL("../../node_modules/katex/dist/katex.min.js", import.meta.url), "utf8")
  const commands = new Set([...bundle.matchAll(/"(\\\\[A-Za-z@]+)"/g)].map((m) => (m[1] ?? "").slice(1)))
  expect(commands.size).toBeGreaterThan(700)
  let slowest = 0
  for (const command of commands) {
    for (const tex of [command, `${command} x`, `${command}{x}{y}`, command.repeat(20), `x_${command}{a}^${command}`]) {
      if (guardTex(tex) !== null) continue
      const start = performance.now()
      try {
        expect(render(tex)).not.toMatch(/<(?:a|img|script|iframe)\b|href=|src=|\son[a-z]+=/)
      } catch (error) {
        expect(error).toBeInstanceOf(katex.ParseError)
      }
      slowest = Math.max(slowest, performance.now() - start)
    }
  }
  expect(slowest).toBeLessThan(1000)
})
