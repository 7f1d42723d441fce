import type { Page } from "@playwright/test"

/** What the browser reports of broken rules, from page and worker, by directive. */
export async function violations(page: Page): Promise<() => Promise<readonly string[]>> {
  const said: string[] = []
  page.on("console", (message) => {
    if (/content security policy|trusted ?(type|script|html)/i.test(message.text())) said.push(message.text())
  })
  await page.addInitScript(() => {
    const list: string[] = []
    Object.assign(globalThis, { violations: list })
    document.addEventListener("securitypolicyviolation", (event) => {
      list.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
    })
  })
  return async () => [
    ...said,
    ...(await page.evaluate(() => (globalThis as { violations?: string[] }).violations ?? [])),
  ]
}
