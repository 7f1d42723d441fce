// What axe finds on the page. There are no frames from elsewhere, so that it need not open a second page for its answer.

import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"

interface Asked {
  /** A selector: only what lies in it is looked at. */
  readonly within?: string
  /** A theme changes nothing but colours: where all rules were tried in the light, these suffice in the dark. */
  readonly coloursOnly?: boolean
  readonly without?: readonly string[]
}

export interface AxeFinding {
  readonly impact: string
  /** The rule, how many elements break it, and the first of them. */
  readonly words: string
}

export async function axe(page: Page, { within, coloursOnly = false, without = [] }: Asked = {}) {
  // Of what passes only that something did is asked: writing down each element of it takes longer than the rules.
  // Its half a megabyte would be sent and compiled twice for every look at a page.
  const isThere = await page.evaluate(() => "axe" in globalThis)
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: "undefined" }) })
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"] })
  if (within !== undefined) builder.include(within)
  if (coloursOnly) builder.withRules(["color-contrast", "link-in-text-block"])
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
