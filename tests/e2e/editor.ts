// What a person does in the editor, by name. Nothing here reaches into the page's own state: only clicks, drags, keys,
// text and what can be read on the screen or in a saved file.

import { readFile } from "node:fs/promises"
import { expect, type Locator, type Page } from "@playwright/test"

export interface At {
  readonly x: number
  readonly y: number
}

export class Editor {
  readonly page: Page
  readonly canvas: Locator
  readonly inspector: Locator
  readonly library: Locator
  readonly drawer: Locator

  constructor(page: Page) {
    this.page = page
    this.canvas = page.getByRole("main", { name: "Canvas" })
    this.inspector = page.getByRole("complementary", { name: "Inspector" })
    this.library = page.getByRole("navigation", { name: "Library" })
    this.drawer = page.getByRole("region", { name: "Drawer" })
  }

  // ---- Opening ----

  /** Opens the page (with a fragment, if one is given) and waits until graph and panels stand. */
  async open(fragment = ""): Promise<void> {
    // As on any visit but the first, which has its own test: the panels are open. Trainings are not held to a speed that
    // one can watch, which has tests of its own as well.
    const before = await this.page.addInitScript(() => {
      try {
        if (localStorage.getItem("gradwire.panels") === null) localStorage.setItem("gradwire.panels", "{}")
        if (localStorage.getItem("gradwire.trainingSpeed") === null)
          localStorage.setItem("gradwire.trainingSpeed", '"fastest"')
      } catch {
        // Nothing can be kept: then every visit is a first one.
      }
    })
    await this.visit(fragment)
    await before.dispose()
  }

  /** Opens the page as it is at a first visit. */
  async visit(fragment = ""): Promise<void> {
    await this.page.goto(`./${fragment}`)
    await this.page.evaluate(graphStands)
    await expect(this.nodes.first()).toBeVisible()
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0)
  }

  /** Chooses from the graph menu: `menu("Edit", "Duplicate")`. */
  async menu(...names: readonly string[]): Promise<void> {
    await this.page.getByRole("button", { name: "Graph menu" }).click()
    for (const name of names) await this.page.getByRole("menuitem", { name, exact: false }).first().click()
  }

  /** Opens a graph of the gallery by its title. */
  async example(title: string): Promise<void> {
    await this.menu("Examples")
    const gallery = this.page.getByRole("dialog", { name: "Examples" })
    await gallery.getByRole("button", { name: title }).click()
    await expect(gallery).toBeHidden()
    await this.ran("Forward")
  }

  async newGraph(): Promise<void> {
    await this.menu("New graph")
    await expect(this.nodes).toHaveCount(0)
  }

  async openFile(text: string, name = "graph.json"): Promise<void> {
    await this.page.getByRole("button", { name: "Graph menu" }).click()
    const item = this.page.getByRole("menuitem", { name: "Open a file" }).first()
    await expect(item).toBeVisible()
    // Waiting begins with the click that asks: the way through the menu has its own time.
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), item.click()])
    await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) })
  }

  /** The document's text as Save writes it. */
  async saved(): Promise<string> {
    const download = this.page.waitForEvent("download")
    await this.page.keyboard.press("ControlOrMeta+s")
    return readFile(await (await download).path(), "utf8")
  }

  // ---- Running ----

  get status(): Locator {
    return this.canvas.getByRole("status").filter({ hasText: /./ }).last()
  }

  /** Waits for the line that says how the last run went. */
  async ran(way: "Forward" | "Forward and backward"): Promise<void> {
    await expect(this.canvas.getByText(new RegExp(`^${way} in (under )?\\d+ ms`))).toBeVisible()
  }

  async press(name: "Forward" | "Backward"): Promise<void> {
    await this.page.getByRole("banner").getByRole("button", { name, exact: true }).click()
    await this.ran(name === "Forward" ? "Forward" : "Forward and backward")
  }

  /** Opens a section of the inspector if it is folded. */
  async unfold(title: string): Promise<void> {
    const header = this.inspector.getByRole("button", { name: title, exact: true })
    if ((await header.getAttribute("aria-expanded")) === "false") await header.click()
    await expect(header).toHaveAttribute("aria-expanded", "true")
  }

  // ---- The canvas ----

  get nodes(): Locator {
    return this.page.locator(".react-flow__node")
  }
  get wires(): Locator {
    return this.page.locator(".react-flow__edge")
  }
  node(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`)
  }
  /** By its id, `X:value>mu:input`. */
  wire(id: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${id}"]`)
  }
  /** The label on a wire: its shape, or a number. */
  chip(id: string): Locator {
    return this.page.locator(`[title^="${id.replace(">", " to ")}, "]`)
  }
  /** `conv1:input`, `conv1:output`. A node may take and give under one name: then `side` says which is meant. */
  port(place: string, side?: "source" | "target"): Locator {
    const at = place.lastIndexOf(":")
    const handle = `[data-nodeid="${place.slice(0, at)}"][data-handleid="${place.slice(at + 1)}"]`
    return this.page.locator(`.react-flow__handle${side === undefined ? "" : `.${side}`}${handle}`)
  }

  /** Waits until the view has come to rest: after fitting or zooming it glides, and what is measured meanwhile is wrong. */
  async still(): Promise<void> {
    const view = this.page.locator(".react-flow__viewport")
    await view.evaluate(async (viewport) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const place = () =>
        [viewport, ...viewport.querySelectorAll(".react-flow__node")].map((one) => one.getAttribute("style"))
      for (let same = 0, before = ""; same < 6; ) {
        await frame()
        const now = place().join()
        same = now === before ? same + 1 : 0
        before = now
      }
    })
  }

  async connect(from: string, to: string): Promise<void> {
    await this.still()
    await this.drag(await middle(this.port(from, "source")), await middle(this.port(to, "target")))
  }

  async moveNode(id: string, by: At): Promise<void> {
    await this.still()
    const { x, y } = await middle(this.node(id))
    await this.drag({ x, y }, { x: x + by.x, y: y + by.y })
  }

  /** A drag as a hand does it: down, several moves, up. */
  async drag(from: At, to: At, key?: string): Promise<void> {
    const { mouse, keyboard } = this.page
    await mouse.move(from.x, from.y)
    if (key !== undefined) await keyboard.down(key)
    await mouse.down()
    await mouse.move(from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3)
    await mouse.move(to.x, to.y, { steps: 6 })
    await mouse.up()
    if (key !== undefined) await keyboard.up(key)
  }

  /** A point of the canvas, from its upper left corner. */
  async at(x: number, y: number): Promise<At> {
    const box = await boxOf(this.canvas)
    return { x: box.x + x, y: box.y + y }
  }

  /** Clicks where nothing is, so that nothing is selected. */
  async clickNothing(): Promise<void> {
    const { x, y } = await this.at(4, 120)
    await this.page.mouse.click(x, y)
  }

  // ---- The library ----

  op(title: string): Locator {
    return this.library.getByRole("button", { name: title, exact: true })
  }

  /** Clicks an op; answers the new node's id. */
  async add(title: string): Promise<string> {
    const before = await this.ids()
    await this.op(title).click()
    return this.added(before)
  }

  /** Drags an op onto a point of the canvas; answers the new node's id. */
  async dragFromLibrary(title: string, x: number, y: number): Promise<string> {
    const before = await this.ids()
    await this.op(title).dragTo(this.canvas, { targetPosition: { x, y } })
    return this.added(before)
  }

  async ids(): Promise<readonly string[]> {
    return this.nodes.evaluateAll((found) => found.map((one) => one.getAttribute("data-id") ?? ""))
  }

  private async added(before: readonly string[]): Promise<string> {
    await expect(this.nodes).toHaveCount(before.length + 1)
    const id = (await this.ids()).find((one) => !before.includes(one))
    if (id === undefined) throw new Error(`no new node; there are ${before.join(", ")}`)
    return id
  }

  // ---- The inspector ----

  attr(name: string): Locator {
    return this.inspector.getByLabel(name, { exact: true })
  }

  async setAttr(node: string, name: string, text: string): Promise<void> {
    await this.node(node).click()
    await this.attr(name).fill(text)
    await this.attr(name).press("Tab")
  }

  // ---- The drawer ----

  /** Every row of the layer table as the texts of its cells; the layer's own name without the id beside it. */
  async tableRows(): Promise<readonly (readonly string[])[]> {
    await this.drawer.getByRole("tab", { name: "Layers" }).click()
    return this.drawer.locator("table tr").evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll("th, td")].map((cell) => {
          const name = cell.matches("tbody th") ? cell.querySelector("button") : null
          return (name ?? cell).textContent.trim()
        }),
      ),
    )
  }

  /** The sentences of the Problems tab. */
  async problems(): Promise<Locator> {
    await this.drawer.getByRole("tab", { name: /^Problems/ }).click()
    return this.drawer.getByRole("tabpanel").getByRole("listitem")
  }

  async copied(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  async paste(text: string): Promise<void> {
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text)
    await this.page.keyboard.press("ControlOrMeta+v")
  }
}

/**
 * In the page: waits, ten seconds at most, for nodes and for panels that are there. An assertion that has failed for a while
 * looks twice a second only, which was a quarter of the time of an opening.
 */
async function graphStands(): Promise<void> {
  const until = performance.now() + 10_000
  const stands = () => document.querySelector(".react-flow__node") && !document.querySelector("[aria-busy=true]")
  while (!stands() && performance.now() < until)
    await new Promise((resolve) => {
      requestAnimationFrame(resolve)
      // A page behind another one has no frames.
      setTimeout(resolve, 100)
    })
}

export async function boxOf(locator: Locator): Promise<At & { readonly width: number; readonly height: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error(`${locator} is not on the screen`)
  return box
}

/** A place on the line of one of the wires where nothing lies over it: no label, and no end that is drawn elsewhere. */
export function onWire(wires: Locator): Promise<At> {
  return wires.locator("path.react-flow__edge-path").evaluateAll((paths) => {
    for (const path of paths as SVGPathElement[]) {
      const [length, matrix] = [path.getTotalLength(), path.getScreenCTM() ?? undefined]
      for (let at = 0; at <= length; at++) {
        const { x, y } = path.getPointAtLength(at).matrixTransform(matrix)
        if (document.elementFromPoint(x, y)?.parentElement === path.parentElement) return { x, y }
      }
    }
    throw new Error("something lies over all wires")
  })
}

export async function middle(locator: Locator): Promise<At> {
  const { x, y, width, height } = await boxOf(locator)
  return { x: x + width / 2, y: y + height / 2 }
}
