// The trainer's worker itself goes wrong in the middle of a training: the tab says so, everything else works, and the next
// training is a training.

import { expect, type Worker } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const key = (editor: Editor, name: string) => editor.drawer.getByRole("button", { name, exact: true })
const says = (editor: Editor) => editor.drawer.locator("p[role=status], p[role=alert]").first()

/** Trains for long; answers the worker that does it. */
async function longTraining(editor: Editor): Promise<Worker> {
  const started: Worker[] = []
  editor.page.on("worker", (worker) => started.push(worker))
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByLabel("epochs", { exact: true }).fill("50000")
  await editor.drawer.getByLabel("epochs", { exact: true }).press("Tab")
  await key(editor, "Train").click()
  await expect(says(editor)).toHaveText(/steps\/s/)
  const trainer = started.at(-1)
  if (trainer === undefined) throw new Error("no worker was started")
  return trainer
}

async function allElseWorks(editor: Editor): Promise<void> {
  await expect(editor.nodes).toHaveCount(8)
  await editor.press("Backward")
  await editor.drawer.getByLabel("epochs", { exact: true }).fill("2")
  await editor.drawer.getByLabel("epochs", { exact: true }).press("Tab")
  await key(editor, "Train").click()
  await expect(says(editor)).toHaveText(/^Done: 12 steps/)
}

test("a worker whose memory is used up: said with the step, and training starts anew", async ({ editor }) => {
  const trainer = await longTraining(editor)
  await trainer.evaluate(() => {
    // More than any browser gives: it throws as an allocation of the engine's own would.
    setTimeout(() => new ArrayBuffer(2 ** 50))
  })
  await expect(says(editor)).toHaveRole("alert")
  await expect(says(editor)).toHaveText(
    /^The training ended after step \d+: .*(?:allocation|length).*\. Your document is untouched, and what was learned up to the last look is kept\.$/,
  )
  await allElseWorks(editor)
})

test("a worker that is gone without a word: a stop is answered all the same", async ({ editor }) => {
  const trainer = await longTraining(editor)
  await trainer.evaluate(() => self.close())
  await key(editor, "Stop training").click()
  await expect(says(editor)).toHaveText(/^The training did not stop within \d+ milliseconds, so its worker was ended\./)
  await allElseWorks(editor)
})
