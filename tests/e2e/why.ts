// The panel "Why is this number?", as tests read and walk it.

import { expect, type Locator } from "@playwright/test"
import type { Editor } from "./editor.ts"

/** What the panel says of one number. */
export class Why {
  readonly editor: Editor
  readonly terms: Locator
  constructor(editor: Editor) {
    this.editor = editor
    this.terms = editor.inspector.getByRole("table", { name: "Terms" })
  }

  /** Waits for a number's own title and value. */
  async says(title: string, value: number): Promise<void> {
    await expect(this.title).toHaveText(title)
    const text = await this.editor.inspector.locator("[aria-live] strong").first().innerText()
    expectNear(text, value)
  }

  get title(): Locator {
    return this.editor.inspector.locator("[aria-live] p > span").first()
  }

  /** What a row of the table of terms says: the number beside a link or word, and the product at its end. */
  async row(link: string): Promise<readonly string[]> {
    const row = this.rows.filter({ has: this.editor.page.getByRole("button", { name: link, exact: true }) })
    return [await row.getByRole("rowheader").innerText(), await row.getByRole("cell").innerText()]
  }

  get rows(): Locator {
    return this.terms.locator("tbody tr")
  }

  /** The sum at the table's end. */
  async total(value: number): Promise<void> {
    const cells = this.terms.locator("tfoot tr").first().getByRole("cell")
    expectNear(await cells.innerText(), value)
  }

  async go(link: string): Promise<void> {
    await this.terms.getByRole("button", { name: link, exact: true }).first().click()
  }
}

/** A number as the page writes it. */
export function numberOf(text: string): number {
  return Number(text.replace("−", "-").replaceAll(",", "").replace("−", "-"))
}

/** To the digits that the page writes. */
export function expectNear(text: string, value: number): void {
  expect(Math.abs(numberOf(text) - value), `${text}, wanted ${value}`).toBeLessThanOrEqual(
    1e-3 * Math.abs(value) + 1e-6,
  )
}

/** Chooses a cell of the tensor that the inspector shows. */
export async function choose(editor: Editor, side: "Value" | "Gradient", row: number, column: number): Promise<void> {
  await editor.inspector.getByRole("button", { name: side, exact: true }).click()
  const grid = editor.inspector.getByRole("table").first()
  await grid.getByRole("row").nth(row).getByRole("cell").nth(column).click()
}
