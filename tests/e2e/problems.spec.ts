// Every common way for a graph to be wrong: the same sentence as on the command line, in the Problems tab and at the node.

import { expect } from "@playwright/test"
import { problemCases } from "../cli/problemCases.ts"
import { test } from "./desk.ts"

test("every common mistake: the sentence is in the editor", async ({ editor, page }) => {
  test.slow()
  await editor.open()
  for (const { name, text, node, sentence } of problemCases) {
    await test.step(name, async () => {
      const before = await editor.saved()
      const file = `${name.replace(/\W+/g, "-")}.json`
      await editor.openFile(text, file)
      if (node === null) {
        await expect(page.getByRole("alert").filter({ hasText: file })).toContainText(sentence)
        expect(await editor.saved(), name).toBe(before)
        return
      }
      // What is only not wired yet is said quietly on the canvas.
      await expect(editor.node(node)).toContainText(
        sentence.includes("is not wired") ? "input still to wire" : sentence,
      )
      const problems = await editor.problems()
      await problems.filter({ hasText: sentence }).getByRole("button").first().click()
      await expect(editor.node(node)).toHaveClass(/selected/)
      await expect(editor.inspector.getByText(sentence)).toBeVisible()
      const kept = JSON.parse(await editor.saved()) as { nodes: unknown[] }
      expect(kept.nodes, name).toHaveLength((JSON.parse(text) as { nodes: unknown[] }).nodes.length)
    })
  }
})

test("a problem is local: what does not depend on it still runs", async ({ editor }) => {
  await editor.open()
  await editor.setAttr("conv2", "kernel_size", "99")
  await expect(editor.node("conv2")).toContainText("The kernel (99) is larger than the padded input")
  await editor.press("Forward")
  await expect(editor.chip("conv1:output>pool1:input")).toHaveAttribute("title", /value: root mean square/)
  await editor.setAttr("conv2", "kernel_size", "3")
  await expect(await editor.problems()).toHaveCount(0)
  await expect(editor.chip("flatten1:output>fc1:input")).toHaveAttribute("title", /value: root mean square/)
})
