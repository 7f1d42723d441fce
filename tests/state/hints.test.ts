import { beforeEach, describe, expect, test } from "vitest"
import { edit, open, useDocument } from "../../src/state/document.ts"
import { closeHint, useHints } from "../../src/state/run/hints.ts"
import { useSession } from "../../src/state/session.ts"

beforeEach(() => {
  // Another test may have left a document that cannot be edited.
  open({ gradwire: 1, nodes: [] })
  useHints.setState({ gone: [] })
})

describe("hints", () => {
  test("go once they are closed", () => {
    closeHint("number")
    closeHint("number")
    expect(useHints.getState().gone).toEqual(["number"])
  })

  test("go when somebody does what they say", () => {
    useSession.getState().look({ name: "x:value", side: "value" }, [0])
    expect(useHints.getState().gone).toEqual(["number"])
    edit("Add a node", (document) => ({ ...document, nodes: [...document.nodes, { id: "x", op: "Input" }] }))
    expect(useHints.getState().gone).toEqual(["number", "wire"])
  })

  test("stay when a document is opened", () => {
    open({ ...useDocument.getState().document, nodes: [] })
    open({ gradwire: 1, nodes: [{ id: "x", op: "Input" }] })
    expect(useHints.getState().gone).toEqual([])
  })
})
