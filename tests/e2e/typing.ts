import { expect, type Page } from "@playwright/test"

/** Types into a list that was just asked for. Keys that come before it is there mean what they mean on the canvas. */
export async function typeInList(page: Page, words: string): Promise<void> {
  await expect(page.locator("input:focus")).toBeVisible()
  await page.keyboard.type(words)
}
