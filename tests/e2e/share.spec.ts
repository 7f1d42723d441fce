// The link is the document: what one person shares another sees, and a link that was hurt on its way changes nothing.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

async function share(editor: Editor): Promise<string> {
  const { page } = editor
  await page.getByRole("banner").getByRole("button", { name: "Share" }).click()
  const panel = page.getByRole("dialog", { name: "Share this graph" })
  await expect(panel.getByRole("status")).toContainText("Copied.")
  const link = await editor.copied()
  await expect(panel.getByRole("textbox", { name: "Link" })).toHaveValue(link)
  await panel.getByRole("button", { name: "Close" }).click()
  await expect(panel).toBeHidden()
  return link
}

test("a shared link opens the same graph for somebody else", async ({ editor, stranger }) => {
  await editor.open()
  await editor.example("Batch normalisation, training time")
  await editor.node("Y").click()
  await editor.inspector.getByLabel("upstream Y:output [0, 0]").fill("0.125")
  const text = await editor.saved()
  const link = await share(editor)
  expect(link).toMatch(/^http:\/\/localhost:\d+\/#g1\./)

  await stranger.page.goto(link)
  await stranger.ran("Forward")
  await expect(stranger.nodes).toHaveCount(7)
  await expect(stranger.wires).toHaveCount(8)
  expect(await stranger.saved()).toBe(text)
  await stranger.press("Backward")
  await expect(stranger.chip("X:value>Z:x")).toHaveAttribute("title", /gradient/)
})

for (const [what, hurt, says] of [
  ["cut", (link: string) => link.slice(0, -9), /incomplete: [\d,]+ of [\d,]+ characters arrived/],
  ["altered by one character", alter, /changed on its way|altered|does not match/i],
] as const) {
  test(`a link that was ${what} says so; the graph on screen stays`, async ({ editor, page }) => {
    await editor.open()
    await editor.setAttr("conv1", "out_channels", "7")
    const link = hurt(await share(editor))
    const before = await editor.saved()
    await page.goto(link)
    await expect(page.getByRole("alert")).toContainText(says)
    await expect(page.getByRole("alert")).toContainText("Nothing was opened or changed")
    expect(await editor.saved()).toBe(before)
  })

  test(`a link that was ${what}, opened on a first visit, still gives a working editor`, async ({
    editor,
    stranger,
  }) => {
    await editor.open()
    const link = hurt(await share(editor))
    await stranger.page.goto(link)
    await expect(stranger.page.getByRole("alert")).toContainText(says)
    await expect(stranger.nodes).toHaveCount(7)
    await stranger.press("Backward")
  })
}

/** Another letter in the middle of what carries the document. */
function alter(link: string): string {
  const at = link.length - 40
  const other = link[at] === "A" ? "B" : "A"
  return link.slice(0, at) + other + link.slice(at + 1)
}

test("editing after opening a link takes the link out of the address, so that a reload keeps the edit", async ({
  editor,
  page,
}) => {
  await editor.open()
  const link = await share(editor)
  await editor.setAttr("conv1", "out_channels", "5")
  await expect(editor.chip("conv1:output>pool1:input")).toHaveText("28×28×5")
  await expect(page.getByRole("banner").getByText("Saved")).toBeVisible()
  expect(page.url()).not.toBe(link)
  await page.reload()
  await expect(editor.chip("conv1:output>pool1:input")).toHaveText("28×28×5")
})
