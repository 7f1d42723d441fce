// Drives the page as a hand does, one move after the other, and reads how its frames went meanwhile.

const SECONDS = 2.5

/** Drops a document on the page as a file; milliseconds from the drop until its graph is painted. */
export async function openDocument(page, url, { text, boxes }) {
  await page.goto(url)
  await page.locator(".react-flow__node").first().waitFor()
  await page.waitForTimeout(1500)
  const paint = await page.evaluate(
    ([text, last]) =>
      new Promise((resolve) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([text], "graph.json", { type: "application/json" }))
        const began = performance.now()
        const drawn = () => {
          const node = document.querySelector(`.react-flow__node[data-id="${last}"]`)
          if (node !== null && getComputedStyle(node).visibility === "visible") return true
          return Number(document.querySelector("canvas[data-nodes]")?.dataset.nodes ?? 0) > 0
        }
        const look = () => {
          if (!drawn()) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
        }
        const canvas = document.querySelector(".react-flow")
        canvas.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }))
        requestAnimationFrame(look)
      }),
    [text, boxes.at(-1).id],
  )
  // The run and everything else that opening sets off must be over.
  await page.waitForTimeout(2500)
  // Hints lie over the lower left corner, and over the wires there.
  const hints = page.getByRole("button", { name: /^Close the hint/ })
  while ((await hints.count()) > 0) await hints.first().click()
  return paint
}

/** Canvas coordinates to pixels of the window. */
export function camera(page) {
  return page.evaluate(() => {
    const pane = document.querySelector(".react-flow").getBoundingClientRect()
    const matrix = new DOMMatrix(getComputedStyle(document.querySelector(".react-flow__viewport")).transform)
    const { x, y, width, height } = pane
    return { x, y, width, height, dx: matrix.e, dy: matrix.f, zoom: matrix.a }
  })
}

/** The wheel alone moves the view. */
async function zoomWheel(page, by) {
  await page.keyboard.down("Control")
  await page.mouse.wheel(0, by)
  await page.keyboard.up("Control")
}

/** Zooms to 1 around the middle of the view. Throws if the page stays at another zoom. */
export async function atReadingZoom(page) {
  const view = await camera(page)
  await page.mouse.move(view.x + view.width / 2, view.y + view.height / 2)
  const { zoom } = view
  for (let rest = Math.log2(1 / zoom) / 0.002; Math.abs(rest) > 1; ) {
    const step = Math.sign(rest) * Math.min(500, Math.abs(rest))
    await zoomWheel(page, -step)
    await page.waitForTimeout(60)
    rest -= step
  }
  await page.waitForTimeout(800)
  const now = await camera(page)
  if (Math.abs(now.zoom - 1) > 0.05) throw new Error(`reading zoom should be 1, but the page is at ${now.zoom}`)
}

const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2]
const onScreen = ({ x, y, dx, dy, zoom }, [a, b]) => [x + dx + a * zoom, y + dy + b * zoom]

/**
 * Frames a second, median frame in ms and main-thread ms a frame while one gesture goes on; `idle` if the gesture did
 * nothing: then the figures mean nothing.
 */
export async function measure(page, gesture, document) {
  const path = await PATHS[gesture](page, await camera(page), document)
  const frames = await framesDuring(page, async () => {
    const until = performance.now() + SECONDS * 1000
    for (let i = 0; performance.now() < until; i++) await path.move(i)
  })
  const idle = !(await path.did())
  await path.end()
  await page.waitForTimeout(500)
  return { ...frames, idle }
}

/** What the page offers to lay over the cards. */
export const overlays = ["params", "macs", "memory", "gradient", "dead", "time"]

/** Chooses an overlay, "" for none; milliseconds until it is painted. Throws if none appears. */
export async function layOver(page, overlay) {
  const took = await page.evaluate(
    (overlay) =>
      new Promise((resolve) => {
        const choice = document.querySelector("select[data-overlay]")
        const began = performance.now()
        choice.value = overlay
        choice.dispatchEvent(new Event("change", { bubbles: true }))
        const look = () => {
          const isOn = document.querySelector("[data-overlay][role=note]") !== null
          if (isOn === (overlay !== ""))
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
          else if (performance.now() - began > 5000) resolve(null)
          else requestAnimationFrame(look)
        }
        look()
      }),
    overlay,
  )
  if (took === null) throw new Error(`the overlay ${overlay || "none"} never came`)
  await page.waitForTimeout(300)
  return took
}

/** The same while anything goes on. */
export async function framesDuring(page, act) {
  const client = await page.context().newCDPSession(page)
  await client.send("Performance.enable")
  const before = await mainThread(client)
  await page.evaluate(() => {
    const frames = []
    const tick = (now) => {
      frames.push(now)
      Object.assign(globalThis, { frames, ticking: requestAnimationFrame(tick) })
    }
    requestAnimationFrame(tick)
  })
  await act()
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.ticking)
    return globalThis.frames
  })
  const after = await mainThread(client)
  const gaps = frames
    .slice(1)
    .map((at, i) => at - frames[i])
    .sort((a, b) => a - b)
  const span = frames.at(-1) - frames[0]
  await client.detach()
  return {
    fps: (1000 * gaps.length) / span,
    frame: gaps[gaps.length >> 1],
    main: (1000 * (after - before)) / frames.length,
  }
}

/** Seconds that the page's main thread has worked; the session must have its Performance domain enabled. */
export async function mainThread(client) {
  const { metrics } = await client.send("Performance.getMetrics")
  return metrics.find(({ name }) => name === "TaskDuration").value
}

/** Goes out and back in equal steps. */
const swing = (i, reach) => reach * (1 - Math.abs(1 - ((i / 40) % 2)))

/** Whether the view has left the place or the zoom that it had. */
async function left(page, { dx, dy, zoom }) {
  const now = await camera(page)
  return Math.hypot(now.dx - dx, now.dy - dy) > 20 || Math.abs(now.zoom / zoom - 1) > 0.02
}

const PATHS = {
  pan: async (page, view) => {
    const [x, y] = await emptyPlace(page, view)
    await page.mouse.move(x, y)
    await page.mouse.down()
    return {
      move: (i) => page.mouse.move(x + swing(i, 260), y + swing(i, 90)),
      did: async () => {
        await page.mouse.move(x + 130, y + 45, { steps: 3 })
        await page.waitForTimeout(200)
        return left(page, view)
      },
      end: async () => {
        await page.mouse.move(x, y)
        await page.mouse.up()
      },
    }
  },
  zoom: async (page, view) => {
    await page.mouse.move(view.x + view.width / 2, view.y + view.height / 2)
    return {
      move: (i) => zoomWheel(page, i % 40 < 20 ? -12 : 12),
      did: async () => {
        const before = await camera(page)
        await zoomWheel(page, -60)
        await page.waitForTimeout(300)
        const moved = await left(page, before)
        await zoomWheel(page, 60)
        await page.waitForTimeout(300)
        return moved
      },
      end: async () => {},
    }
  },
  drag: async (page, view, document) => {
    const [x, y] = await cardUnderPointer(page, view, document)
    await page.mouse.down()
    return {
      move: (i) => page.mouse.move(x + swing(i, 160), y + swing(i, 80)),
      did: () => page.evaluate(() => document.querySelector(".react-flow__node.dragging") !== null),
      end: async () => {
        await page.mouse.move(x, y)
        await page.mouse.up()
      },
    }
  },
}

/** Points at the card nearest to the middle of the view that nothing covers, and answers where it is. */
async function cardUnderPointer(page, view, { boxes }) {
  const centre = [view.x + view.width / 2, view.y + view.height / 2]
  const off = (one) => Math.hypot(...onScreen(view, middle(one)).map((at, i) => at - centre[i]))
  const cards = boxes.filter(({ round }) => !round).sort((a, b) => off(a) - off(b))
  for (const node of cards.slice(0, 12)) {
    const [x, y] = onScreen(view, middle(node))
    await page.mouse.move(x - 1, y)
    await page.mouse.move(x, y)
    // Far out, a node is mounted only when it is pointed at.
    for (let tries = 0; tries < 20; tries++) {
      const there = await page.evaluate(
        ([x, y]) => document.elementFromPoint(x, y)?.closest(".react-flow__node")?.getAttribute("data-id"),
        [x, y],
      )
      if (there === node.id) return [x, y]
      await page.waitForTimeout(50)
    }
  }
  throw new Error(`none of the cards near the middle can be taken hold of: ${cards.slice(0, 12).map(({ id }) => id)}`)
}

/** A place of the pane with nothing under it, from the left edge inwards. */
async function emptyPlace(page, { x, y, width, height }) {
  const found = await page.evaluate(
    ([x, y, width, height]) => {
      for (let dx = 12; dx < width * 0.6; dx += 7) {
        for (let dy = height * 0.3; dy < height * 0.8; dy += 7) {
          const there = document.elementFromPoint(x + dx, y + dy)
          if (there?.classList.contains("react-flow__pane")) return [x + dx, y + dy]
        }
      }
      return null
    },
    [x, y, width, height],
  )
  if (found === null) throw new Error("no empty place to pan by")
  return found
}
