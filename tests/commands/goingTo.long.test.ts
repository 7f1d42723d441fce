// A node that is found is seen, also where the groups around it are closed.

import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { goToNode } from "../../src/commands/graph/chosen/goingTo.ts"
import { fold } from "../../src/graph/edit/fold.ts"
import { commandLineLimits } from "../../src/graph/limits.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { open, undo, useDocument } from "../../src/state/document.ts"
import { useSession } from "../../src/state/session.ts"

const FOUND = "layer3.5.conv2"
const opened = () => readDocument(readFileSync("graphs/resnet-152.json", "utf8"), commandLineLimits).document!
const isHidden = (id: string) => fold(useDocument.getState().document).cardOf.has(id)

test("a node in closed groups is shown, these alone being opened, in one step that can be undone", async () => {
  open(opened())
  const { document } = useDocument.getState()
  expect([isHidden(FOUND), isHidden("layer1.0.conv1")]).toEqual([true, true])
  await goToNode(FOUND)
  expect([isHidden(FOUND), isHidden("layer1.0.conv1")]).toEqual([false, true])
  expect(useSession.getState().nodes).toEqual([FOUND])
  expect(useDocument.getState().past).toHaveLength(1)
  undo()
  expect(useDocument.getState().document.nodes).toEqual(document.nodes)
  expect(isHidden(FOUND)).toBe(true)
})

test("a node that is seen is selected without an edit, and where nothing may be changed its card is shown", async () => {
  open(opened())
  await goToNode("fc")
  expect([useSession.getState().nodes, useDocument.getState().past]).toEqual([["fc"], []])
  open(opened(), { lock: "given" })
  await goToNode(FOUND)
  expect([isHidden(FOUND), useDocument.getState().past]).toEqual([true, []])
})
