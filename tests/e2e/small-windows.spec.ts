// A telephone, a window of 320 pixels, and 500 % zoom (a window of 1440×900 then has 288×180): nothing covers a control, none
// lies where it cannot be brought, and nothing makes the page wider than the window.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const SIZES = [
  [288, 180],
  [320, 640],
  [360, 740],
] as const

for (const [width, height] of SIZES) {
  test(`at ${width}×${height}, light and dark, nothing covers anything`, async ({ editor, page }) => {
    test.setTimeout(180_000)
    await page.setViewportSize({ width, height })
    await editor.open()
    await clear(page, "at first")
    for (const { name, open, close } of PLACES) {
      await open(editor, page)
      await clear(page, name)
      await close(editor, page)
    }
  })
}

interface Place {
  readonly name: string
  readonly open: (editor: Editor, page: Page) => Promise<void>
  readonly close: (editor: Editor, page: Page) => Promise<void>
}

const bar = (page: Page, name: string) => page.getByRole("banner").getByRole("button", { name, exact: true })
const byEscape = async (_: Editor, page: Page): Promise<void> => page.keyboard.press("Escape")
const fromMenu =
  (name: string) =>
  (editor: Editor): Promise<void> =>
    editor.menu(name)

const PLACES: readonly Place[] = [
  { name: "after Backward", open: (_, page) => bar(page, "Backward").click(), close: async () => {} },
  { name: "the menu", open: (_, page) => page.getByRole("button", { name: "Graph menu" }).click(), close: byEscape },
  {
    name: "the library",
    open: (_, page) => bar(page, "Add").click(),
    close: (_, page) => page.getByRole("button", { name: "Close Library" }).click(),
  },
  {
    name: "the inspector",
    open: (_, page) => bar(page, "Inspect").click(),
    close: (_, page) => page.getByRole("button", { name: "Close Inspector" }).click(),
  },
  {
    name: "the drawer turned",
    open: (_, page) => bar(page, "Table").click(),
    close: (_, page) => bar(page, "Table").click(),
  },
  { name: "sharing", open: fromMenu("Share"), close: byEscape },
  { name: "the examples", open: fromMenu("Examples"), close: byEscape },
  { name: "the documents", open: fromMenu("Documents"), close: byEscape },
  { name: "typing a network", open: fromMenu("Type a network"), close: byEscape },
  { name: "search", open: (_, page) => page.keyboard.press("ControlOrMeta+k"), close: byEscape },
]

async function clear(page: Page, where: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    await expect.poll(() => page.evaluate(covered), { message: `${where}, ${colorScheme}` }).toEqual([])
  }
}

/** In the page: every control whose middle is another's, or lies outside of all that can be scrolled to. */
function covered(): readonly string[] {
  const open = [...document.querySelectorAll("[role=dialog], [role=menu], [aria-modal]")].filter((one) =>
    one.checkVisibility(),
  )
  const scope: ParentNode = open.at(-1) ?? document
  const kinds = "button, a[href], input, select, textarea, summary, [role=tab], [role=slider], [role^=menuitem]"
  const controls = [...scope.querySelectorAll(`${kinds}, [role=option]`)]
  const seen = controls.filter(
    (one) =>
      one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      one.closest(".react-flow__renderer, [inert], [aria-hidden=true]") === null &&
      getComputedStyle(one).pointerEvents !== "none" &&
      one.getBoundingClientRect().width > 2,
  )
  const wrong = seen.flatMap((one) => {
    const { left, top, width, height } = one.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    const name = `${one.getAttribute("aria-label") ?? one.textContent} at ${Math.round(x)}, ${Math.round(y)}`
    const scroller = scrollerOf(one)
    const box = (scroller ?? document.documentElement).getBoundingClientRect()
    // A point on the right or lower edge is no longer inside.
    if (x < box.left || x >= box.right || y < box.top || y >= box.bottom) {
      return scroller === null ? [`${name} is outside the window`] : []
    }
    const hit = document.elementFromPoint(x, y)
    const own = hit !== null && (one.contains(hit) || hit.contains(one) || hit.closest("label")?.contains(one) === true)
    // What scrolls away lies under the head or foot of its own table; what a sheet lies on is not there while it does.
    const under = hit?.closest("thead, tfoot") != null && scroller?.contains(hit) === true
    const sheet = hit?.closest("nav, aside") ?? null
    const laid = sheet !== null && !sheet.contains(one) && sheet.getBoundingClientRect().width >= innerWidth
    return own || under || laid ? [] : [`${name} is covered by ${hit?.tagName} "${hit?.textContent?.slice(0, 30)}"`]
  })
  if (seen.length === 0) wrong.push("no control is there")
  const wide = document.documentElement.scrollWidth
  return wide > innerWidth ? [...wrong, `the page is ${wide} wide, the window ${innerWidth}: ${widest()}`] : wrong

  function widest(): string {
    const right = (one: Element): number => one.getBoundingClientRect().right
    const beyond = [...document.querySelectorAll("body *")].filter((one) => right(one) >= wide - 1)
    return beyond
      .map((one) => `${one.tagName}.${one.className}`)
      .join(" > ")
      .slice(0, 300)
  }

  function scrollerOf(one: Element): Element | null {
    for (let at = one.parentElement; at !== null; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at)
      if (/auto|scroll/.test(overflowX + overflowY)) return at
    }
    return null
  }
}
