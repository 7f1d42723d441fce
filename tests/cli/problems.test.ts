import { expect, test } from "vitest"
import { call } from "./call.ts"
import { problemCases } from "./problemCases.ts"

test.for(problemCases.map((one) => [one.name, one] as const))(
  "check names the place and the numbers and exits 1: %s",
  async ([, { text, node, sentence }]) => {
    const { code, out } = await call(["check", "g.json"], { "g.json": text })
    expect(code).toBe(1)
    const [line, ...others] = out.trimEnd().split("\n")
    expect(others).toEqual([])
    expect(line?.startsWith(node === null ? "g.json: " : `g.json: ${node}:`)).toBe(true)
    expect(line?.endsWith(`: ${sentence}`)).toBe(true)
  },
)
