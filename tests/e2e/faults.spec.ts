// The engine fails in every way that it can: the page says where, the graph stays as it was, and the next run is a run.

import { expect, type Page } from "@playwright/test"
import { cases, counted, percentiles } from "../campaign.ts"
import { test } from "./desk.ts"
import { nodes, openFile } from "./keeping.ts"

const CANCELS = cases(30)
const WORKER = /\/assets\/worker-[^/]*\.js$/

const run = (page: Page) => page.getByRole("banner").getByRole("button", { name: "Forward", exact: true })
const line = (page: Page) => page.getByRole("main", { name: "Canvas" })

/** Serves another program in the engine's place until it is told to stop. */
async function replaceEngine(page: Page, program: string): Promise<() => Promise<void>> {
  await page.route(WORKER, (route) => route.fulfill({ contentType: "text/javascript", body: program }))
  return () => page.unroute(WORKER)
}

const AT_CONV1 = `postMessage({ kind: "progress", id: data.id, progress: { node: "conv1", done: 1, of: 7 } });`
const FAULTS = [
  [
    "breaks down at a node",
    `self.onmessage = ({ data }) => { ${AT_CONV1} setTimeout(() => { throw new Error("out of memory") }) }`,
    /The run ended at "conv1": .*out of memory.* your work is untouched/,
  ],
  [
    "breaks down before the first node",
    `self.onmessage = () => { setTimeout(() => { throw new Error("unreachable") }) }`,
    /The run ended before the first node: .*unreachable/,
  ],
  ["cannot be loaded", "throw new Error('half a file')", /The engine could not be loaded\. Reload the page/],
] as const

for (const [what, program, says] of FAULTS) {
  test(`an engine that ${what}: said so, the graph stays, the next run is a run`, async ({ page }) => {
    const mend = await replaceEngine(page, program)
    await page.goto("./")
    await expect(nodes(page)).toHaveCount(7)
    await expect(line(page).getByText(says)).toBeVisible()
    await mend()
    await run(page).click()
    await expect(line(page).getByText(/^Forward in/)).toBeVisible()
    await expect(nodes(page)).toHaveCount(7)
  })
}

test("an engine that says that it failed is believed, and asked again", async ({ page }) => {
  await replaceEngine(
    page,
    `let asked = 0
     self.onmessage = ({ data }) => {
       asked += 1
       postMessage({ kind: "failed", id: data.id, node: "pool1", sentence: "no room, try " + asked })
     }`,
  )
  await page.goto("./")
  await expect(line(page).getByText(/The run failed at "pool1": no room, try 1/)).toBeVisible()
  await run(page).click()
  await expect(line(page).getByText(/The run failed at "pool1": no room, try 2/)).toBeVisible()
  await expect(nodes(page)).toHaveCount(7)
})

test("an engine file that is not there: said so, and editing goes on", async ({ page }) => {
  await page.route(WORKER, (route) => route.fulfill({ status: 404, body: "" }))
  await page.goto("./")
  await expect(line(page).getByText(/The engine could not be loaded/)).toBeVisible()
  await page.getByRole("textbox", { name: "Title of the graph" }).fill("still here")
  await expect(page.getByRole("banner").getByRole("status").first()).toHaveText(/^Saved/)
})

test("an engine that says nothing can be stopped, and is replaced", async ({ page }) => {
  const mend = await replaceEngine(page, "self.onmessage = () => {}")
  await page.goto("./")
  await line(page).getByRole("button", { name: "Stop", exact: true }).click()
  await expect(line(page).getByText("Stopped.")).toBeVisible()
  await mend()
  await run(page).click()
  await expect(line(page).getByText(/^Forward in/)).toBeVisible()
})

test("words of another run, twice, and in the wrong order change nothing", async ({ page }) => {
  await replaceEngine(
    page,
    `self.onmessage = ({ data }) => {
      for (const id of [data.id + 7, data.id - 1, -1, "x"]) {
        postMessage({ kind: "result", id, result: {} })
        postMessage({ kind: "failed", id, node: "conv1", sentence: "not yours" })
      }
      postMessage({ kind: "failed", id: data.id, node: "pool1", sentence: "mine" })
      postMessage({ kind: "result", id: data.id, result: {} })
      postMessage({ kind: "failed", id: data.id, node: "pool2", sentence: "too late" })
    }`,
  )
  const errors: string[] = []
  page.on("pageerror", (error) => errors.push(error.message))
  await page.goto("./")
  await expect(line(page).getByText(/The run failed at "pool1": mine/)).toBeVisible()
  await page.waitForTimeout(300)
  await expect(line(page).getByText(/too late|not yours/)).toHaveCount(0)
  expect(errors).toEqual([])
})

// ---- Cancelling at any moment ---------------------------------------------------------------------------------------

/** 128 MB of values: more time in memory than in arithmetic. */
const heavy = {
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [8, 1024, 1024] }, at: [0, 0] },
    ...Array.from({ length: 6 }, (_, i) => ({
      id: `y${i}`,
      op: "Sigmoid",
      inputs: { input: i === 0 ? "x" : `y${i - 1}` },
      at: [300 * (i + 1), 0],
    })),
  ],
}
/** One node of some seconds. */
const convolution = {
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 64, 128, 128] }, at: [0, 0] },
    { id: "c", op: "Conv2d", attrs: { out_channels: 128, kernel_size: [5, 5] }, inputs: { input: "x" }, at: [300, 0] },
  ],
}

for (const [what, graph] of [
  ["a graph that is heavy in memory", heavy],
  ["a large convolution", convolution],
] as const) {
  const times = CANCELS / 2
  test(`${times} cancels inside ${what}: the page is free at once, and the next run is right`, async ({ page }) => {
    test.setTimeout(60_000 + times * 5_000)
    await page.goto("./")
    await expect(nodes(page)).toHaveCount(7)
    await openFile(page, JSON.stringify({ gradwire: 1, ...graph }))
    await expect(nodes(page)).toHaveCount(graph.nodes.length)
    const free = await page.evaluate(cancelOften, times)
    expect(free).toHaveLength(times)
    free.sort((a, b) => a - b)
    expect(free[Math.floor(times / 2)]).toBeLessThan(100)
    await page.goto("./?src=batch-norm")
    await expect(line(page).getByText(/^Forward in/)).toBeVisible()
    counted(times, `cancels inside ${what}`, `page free after ${percentiles(free)}`)
  })
}

/** In the page: runs, waits for a random while, stops; answers after how many milliseconds the page said so. */
async function cancelOften(times: number): Promise<number[]> {
  const button = (name: string) =>
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.trim() === name)
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look()
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
  const free: number[] = []
  for (let i = 0; i < times; i++) {
    button("Stop")?.click()
    await until(() => button("Stop") === undefined)
    button("Forward")?.click()
    const stop = await until(() => button("Stop"))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 250))
    if (button("Stop") === undefined) {
      i--
      continue
    }
    const began = performance.now()
    stop.click()
    await until(() => button("Stop") === undefined)
    free.push(performance.now() - began)
  }
  return free
}
