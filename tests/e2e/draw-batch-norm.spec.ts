// Batch normalisation drawn from nothing, as the homework asks: seven nodes, eight wires, a gradient on each; and in how
// few actions that can be done.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { type Editor, middle } from "./editor.ts"

/** Op, id, label, and where it is dropped. */
const NODES = [
  ["Input", "X", "X", 105, 95],
  ["Mean", "mu", "\\mu", 265, 95],
  ["Variance", "sigma2", "\\sigma^2", 265, 310],
  ["Standardize", "Z", "Z", 550, 95],
  ["Parameter", "gamma", "\\gamma", 770, 95],
  ["Parameter", "beta", "\\beta", 770, 300],
  ["Scale and shift", "Y", "Y", 550, 420],
] as const

const WIRES = [
  ["X:value", "mu:input"],
  ["X:value", "sigma2:input"],
  ["X:value", "Z:x"],
  ["mu:output", "Z:mean"],
  ["sigma2:output", "Z:variance"],
  ["Z:output", "Y:x"],
  ["gamma:value", "Y:gamma"],
  ["beta:value", "Y:beta"],
] as const

async function place(editor: Editor, [op, id, label, x, y]: (typeof NODES)[number]): Promise<void> {
  await editor.dragFromLibrary(op, x, y)
  for (const [field, text] of [
    ["label", label],
    ["id", id],
  ] as const) {
    await editor.attr(field).fill(text)
    await editor.attr(field).press("Enter")
  }
  await expect(editor.node(id)).toBeVisible()
  if (id !== "mu") return
  await editor.attr("dim").fill("0")
  // One click, straight from the field: leaving it must not move what is clicked.
  await editor.attr("keepdim").click()
  await expect(editor.attr("keepdim")).toBeChecked()
}

test("seven nodes and eight wires by hand, then a gradient that a student chose", async ({ editor }) => {
  test.slow()
  await editor.open()
  await editor.newGraph()
  for (const node of NODES) await place(editor, node)
  for (const [i, [from, to]] of WIRES.entries()) {
    await editor.connect(from, to)
    await expect(editor.wires).toHaveCount(i + 1)
  }
  // The variance goes over what the mean was told to, and divides by n as batch norm's does: nothing is left to mend.
  const problems = await editor.problems()
  await expect(problems).toHaveCount(0)
  await editor.node("Y").click()
  await editor.inspector.getByRole("button", { name: "Random values" }).click()
  await editor.press("Backward")
  for (const [from, to] of WIRES) {
    await expect(editor.wire(`${from}>${to}`)).toBeAttached()
    // Gradients from ones would vanish, and so would they behind a γ of zeros.
    await expect(editor.chip(`${from}>${to}`)).toHaveAttribute("title", /gradient: root mean square [\d.]+$/)
  }
  const text = JSON.parse(await editor.saved()) as { nodes: { id: string; attrs?: object }[] }
  expect(text.nodes.map(({ id }) => id)).toEqual(NODES.map(([, id]) => id))
  expect(text.nodes[2]?.attrs).toEqual({ dim: [0], keepdim: true, correction: 0 })
})

/** Every click, drag and key that a person needs. */
const MOST = 20

/** Counts what is done through it. */
class Hand {
  done = 0
  readonly act = async (one: () => Promise<unknown>): Promise<void> => {
    this.done += 1
    await one()
  }
}

/** From the last node to the gradient on the wire from `from` to `to`: what comes back there is read in the inspector. */
async function readGradient(editor: Editor, { act }: Hand, last: string, wire: string): Promise<void> {
  await act(() => editor.node(last).click())
  await act(() => editor.inspector.getByRole("button", { name: "Random values" }).click())
  await act(() => editor.press("Backward"))
  await act(() => editor.chip(wire).click())
  await expect(editor.chip(wire)).toHaveAttribute("title", /gradient: root mean square [\d.]+$/)
  const problems = await editor.problems()
  await expect(problems).toHaveCount(0)
}

test("in at most 20 actions, each node dropped and each wire drawn", async ({ editor }) => {
  test.slow()
  const hand = new Hand()
  await editor.open()
  await editor.newGraph()
  const ids: string[] = []
  for (const [op, , , x, y] of NODES) await hand.act(async () => void ids.push(await editor.dragFromLibrary(op, x, y)))
  const own = (place: string) => {
    const [name = "", port] = place.split(":")
    return `${ids[NODES.findIndex(([, id]) => id === name)]}:${port}`
  }
  for (const [from, to] of WIRES) await hand.act(() => editor.connect(own(from), own(to)))
  await expect(editor.wires).toHaveCount(WIRES.length)
  await readGradient(editor, hand, ids[6]!, `${own("X:value")}>${own("mu:input")}`)
  expect(hand.done).toBeLessThanOrEqual(MOST)
})

test("in at most 20 actions by clicks: each op goes on where the selection ends", async ({ editor, page }) => {
  test.slow()
  const hand = new Hand()
  const { act } = hand
  await editor.open()
  await editor.newGraph()
  const add = async (title: string): Promise<string> => {
    let id = ""
    await act(async () => {
      id = await editor.add(title)
    })
    return id
  }
  /** A wire into the open, left of a port and down; what is offered first there is taken. */
  const takeFirst = async (port: string, down: number) => {
    await editor.still()
    const { x, y } = await middle(editor.port(port, "target"))
    await act(() => editor.drag({ x, y }, { x: x - 60, y: y + down }))
    await expect(page.getByRole("listbox").getByRole("option").first()).toContainText("Parameter")
    await act(() => page.keyboard.press("Enter"))
  }
  const x = await add("Input")
  const mean = await add("Mean")
  await act(() => editor.node(x).click())
  const variance = await add("Variance")
  await act(() => editor.node(x).click())
  const z = await add("Standardize")
  await expect(editor.wire(`${x}:value>${z}:x`)).toBeAttached()
  await act(() => editor.connect(`${mean}:output`, `${z}:mean`))
  await act(() => editor.connect(`${variance}:output`, `${z}:variance`))
  await act(() => editor.node(z).click())
  const y = await add("Scale and shift")
  await takeFirst(`${y}:gamma`, 90)
  await takeFirst(`${y}:beta`, 90)
  await expect(editor.wires).toHaveCount(WIRES.length)
  await act(() => page.keyboard.press("Shift+Digit1"))
  await editor.still()
  await readGradient(editor, hand, y, `${x}:value>${mean}:input`)
  expect(hand.done).toBeLessThanOrEqual(MOST)
})
