// What axe finds on the page. There are no frames from elsewhere, so that it need not open a second page for its answer.

import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"

interface Asked {
  /** A selector: only what lies in it is looked at. */
  readonly within?: string
  /** A theme changes nothing but colours: where all rules were tried in the light, these suffice in the dark. */
  readonly coloursOnly?: boolean
  /**
   * A selector: since the whole page was last looked at only what lies in it is another. Colours, which take two thirds of
   * the time, are asked there alone, all else of the whole page.
   */
  readonly changed?: string
  readonly without?: readonly string[]
}

export interface AxeFinding {
  readonly impact: string
  /** The rule, how many elements break it, and the first of them. */
  readonly words: string
}

const COLOURS = ["color-contrast", "link-in-text-block"]

export async function axe(page: Page, { changed, ...asked }: Asked = {}): Promise<readonly AxeFinding[]> {
  if (changed === undefined) return look(page, asked)
  const there = await look(page, { within: changed, coloursOnly: true })
  if (asked.coloursOnly) return there
  return [...there, ...(await look(page, { ...asked, without: [...(asked.without ?? []), ...COLOURS] }))]
}

async function look(page: Page, { within, coloursOnly = false, without = [] }: Omit<Asked, "changed">) {
  // Of what passes only that something did is asked: writing down each element of it takes longer than the rules.
  // Its half a megabyte would be sent and compiled twice for every look at a page.
  const isThere = await page.evaluate(() => "axe" in globalThis)
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: "undefined" }) })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
  if (within !== undefined) builder.include(within)
  if (coloursOnly) builder.withRules(COLOURS)
  else builder.disableRules([...without])
  const { violations, passes } = await builder.analyze()
  // Rules that found nothing to look at have proved nothing.
  if (violations.length + passes.length === 0) throw new Error("axe looked at nothing")
  return violations.map(
    ({ id, impact, nodes }): AxeFinding => ({
      impact: impact ?? "",
      words: `${id}, ${nodes.length} times: ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ""}`,
    }),
  )
}
