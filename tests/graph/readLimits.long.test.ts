// Documents that are too deep, too many or too large.

import { describe, expect, test } from "vitest"
import { isQuarantined } from "../../src/graph/document.ts"
import { browserLimits, commandLineLimits } from "../../src/graph/limits.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { document } from "./reading.ts"

describe("depth", () => {
  const nested = (depth: number) => `{"gradwire":1,"nodes":[],"x":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`
  test.each([
    [63, true],
    [64, true],
    [65, false],
    [4_000, false],
    [1_000_000, false],
  ])("%i levels: %s", (depth, opens) => {
    const read = readDocument(nested(depth))
    expect(read.document !== null).toBe(opens)
    expect(read.problems.map(({ code }) => code)).toEqual(opens ? [] : ["GW-F112"])
  })

  test("a node too deep costs that node", () => {
    const read = readDocument(
      document(`{"id":"a","op":"A"},{"id":"b","x":${"[".repeat(100)}${"]".repeat(100)}},{"id":"c","op":"C"}`),
    )
    expect(read.document?.nodes.map(isQuarantined)).toEqual([false, true, false])
  })
})

describe("limits", () => {
  const chain = (n: number) => document(Array.from({ length: n }, (_, i) => `{"id":"n${i}","op":"ReLU"}`).join(","))
  test.each([
    [1_000, 0, true],
    [1_001, 1, true],
    [5_000, 1, true],
    [5_001, 1, false],
  ])("%i nodes: %i problems, opens: %s", (n, count, opens) => {
    const read = readDocument(chain(n))
    expect(read.problems).toHaveLength(count)
    expect(read.document !== null).toBe(opens)
  })

  test("the command line takes more nodes", () => {
    expect(readDocument(chain(5_001), commandLineLimits).document?.nodes).toHaveLength(5_001)
  })

  test("50,000 bad nodes are each named, in time that grows with their number and not with its square", () => {
    const bad = new Array<string>(50_000).fill('{"id":"a","op":}').join(",")
    const read = readDocument(document(bad), commandLineLimits)
    expect(read.problems).toHaveLength(50_001)
    expect(read.document?.nodes.at(-1)?.id).toBe("quarantined-49999")
  })

  test("a file over the limit is refused by its size", () => {
    const read = readDocument(new Uint8Array(33).fill(32), { ...browserLimits, fileBytes: 32 })
    expect(read.problems[0]?.sentence).toBe(
      "The document has 33 bytes; the limit is 32. Nothing was opened or changed.",
    )
  })
})
