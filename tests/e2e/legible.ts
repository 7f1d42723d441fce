// What can be read on the canvas as it stands on the screen: measured from the page's own boxes, not from its state.

import type { Page } from "@playwright/test"

/** What a view of a graph shows; sizes in pixels of the screen. */
export interface Legibility {
  readonly zoom: number
  readonly nodes: number
  readonly wires: number
  /** Size of the smallest text that is seen, and which it is. */
  readonly smallest: number
  readonly smallestText: string
  /** Nodes whose op cannot be read: no text of their title in view, cut, or too small. */
  readonly untitled: readonly string[]
  /** Wires with both ends in view of which no shape or number stands anywhere. */
  readonly unlabelled: readonly string[]
  /** Pairs that lie on each other: `conv1 card × X:value>conv1:input chip`. */
  readonly overlaps: readonly string[]
  /** Texts that reach out of the box that they are in. */
  readonly spilt: readonly string[]
}

/** Measures the canvas as it stands. `least`: text below this size counts as unreadable. */
export function legibility(page: Page, least = 10.95): Promise<Legibility> {
  return page.evaluate(measure, least)
}

/** The faintest text on the canvas: its contrast to what is behind it, as WCAG counts, and its words. */
export function faintest(page: Page): Promise<{ readonly contrast: number; readonly text: string }> {
  return page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
    if (pen === null) throw new Error("There is no pen.")
    type Colour = readonly [number, number, number, number]
    const read = (colour: string): Colour => {
      pen.clearRect(0, 0, 1, 1)
      pen.fillStyle = colour
      pen.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data
      return [r, g, b, a]
    }
    const light = ([r, g, b]: Colour): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((v) =>
        v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * x + 0.7152 * y + 0.0722 * z
    }
    let least = { contrast: 21, text: "" }
    for (const element of document.querySelectorAll(".react-flow__node *, [data-wire], [data-frame] *")) {
      const text = [...element.childNodes].find((one) => one.nodeType === Node.TEXT_NODE)?.textContent?.trim() ?? ""
      if (text === "" || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      // What lies under a card's picture is not around it.
      const plate = element.closest("[data-tensor]")?.closest("[data-heat]")?.querySelector("[data-plate]")
      const [own, under] = [element, plate].map((one) => one?.getBoundingClientRect())
      const isOnPlate =
        own !== undefined && under !== undefined && own.top >= under.top - 1 && own.bottom <= under.bottom + 2
      let ground: Element | null = isOnPlate ? (plate ?? null) : element
      while (ground !== null && read(getComputedStyle(ground).backgroundColor)[3] < 255) {
        // Words that float stand beside the node that holds them, on the canvas.
        const floats: boolean = ground.matches("[data-floats]")
        ground = floats ? (ground.closest(".react-flow__node")?.parentElement ?? null) : ground.parentElement
      }
      const paper = ground === null ? "#fff" : getComputedStyle(ground).backgroundColor
      const [one, other] = [light(read(getComputedStyle(element).color)), light(read(paper))]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (contrast < least.contrast) least = { contrast, text }
    }
    return least
  })
}

/** Runs in the page. */
function measure(least: number): Legibility {
  interface Box {
    readonly name: string
    readonly kind: string
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  const flow = document.querySelector(".react-flow")
  const viewport = document.querySelector(".react-flow__viewport")
  if (flow === null || viewport === null) throw new Error("There is no canvas.")
  const zoom = new DOMMatrix(getComputedStyle(viewport).transform).a
  const frame = flow.getBoundingClientRect()

  const seen = (element: Element): boolean =>
    element.checkVisibility({
      checkOpacity: true,
      checkVisibilityCSS: true,
      opacityProperty: true,
      visibilityProperty: true,
    })
  const boxOf = (element: Element, kind: string, name: string): Box => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    if (kind === "overlay") return { kind, name, left, top, right, bottom }
    // What is outside of the canvas is not seen.
    const [l, t] = [Math.max(left, frame.left), Math.max(top, frame.top)]
    return { kind, name, left: l, top: t, right: Math.min(right, frame.right), bottom: Math.min(bottom, frame.bottom) }
  }
  /** Both ends of the wire are in view. */
  const isWhole = (wire: Element): boolean => {
    const path = wire.querySelector<SVGPathElement>(".react-flow__edge-path")
    const matrix = path?.getScreenCTM()
    if (path == null || matrix == null) return true
    return [0, path.getTotalLength()].every((at) => {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix)
      return x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom
    })
  }
  /** How much larger the element is drawn than its style says. */
  const scaleOf = (element: Element): number => {
    let scale = 1
    for (let at: Element | null = element; at !== null && at !== flow; at = at.parentElement) {
      const { transform } = getComputedStyle(at)
      if (transform !== "none") scale *= new DOMMatrix(transform).a
    }
    return scale
  }
  const textsIn = (root: Element): { text: string; size: number; box: DOMRect; element: Element }[] => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const found = []
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? ""
      const element = walker.currentNode.parentElement
      if (text === "" || element === null || !seen(element) || element.closest(".katex-mathml, .visually-hidden"))
        continue
      const range = document.createRange()
      range.selectNodeContents(walker.currentNode)
      const box = range.getBoundingClientRect()
      if (box.width < 1.5 || box.height < 1.5) continue
      found.push({ text, size: Number.parseFloat(getComputedStyle(element).fontSize) * scaleOf(element), box, element })
    }
    return found
  }

  const nodes = [...document.querySelectorAll(".react-flow__node")]
  const wires = [...document.querySelectorAll(".react-flow__edge")]
  const chips = [...document.querySelectorAll("[data-wire]")].filter(seen)
  const texts = [...nodes, ...chips, ...document.querySelectorAll("[data-frame]")].filter(seen).flatMap(textsIn)
  // Exponents and indices are smaller than their base, as on paper.
  const counted = texts.filter(({ element }) => element.closest(".vlist-t, .msupsub, .sizing") === null)
  const smallest = counted.reduce<{ text: string; size: number }>((a, b) => (b.size < a.size ? b : a), {
    text: "",
    size: Infinity,
  })

  const untitled = nodes.filter((node) => {
    const title = [...node.querySelectorAll("[data-title]")].find(seen)
    if (title === undefined) return true
    const words = textsIn(title)
    const { width } = title.getBoundingClientRect()
    const cut = title.scrollWidth > title.clientWidth + 1 && getComputedStyle(title).overflow !== "visible"
    return (
      cut ||
      width < 2 ||
      words.length === 0 ||
      words.some(({ text }) => text.includes("…")) ||
      (words.some(({ size }) => size < least && !Number.isNaN(size)) && words.every(({ size }) => size < least))
    )
  })

  const boxes: Box[] = [
    ...nodes.map((node) => boxOf(node, "card", node.getAttribute("data-id") ?? "")),
    ...chips.map((chip) => boxOf(chip, "chip", chip.getAttribute("data-wire") ?? "")),
    ...[...document.querySelectorAll("[data-frame] > [data-members]")].map((title) =>
      boxOf(title, "frame title", title.textContent ?? ""),
    ),
    ...[...document.querySelectorAll(".react-flow__minimap, [data-overlay]")]
      .filter(seen)
      .map((one) => boxOf(one, "overlay", one.getAttribute("aria-label") ?? one.className)),
  ]
  const inView = boxes.filter(
    ({ left, top, right, bottom }) =>
      right > frame.left && left < frame.right && bottom > frame.top && top < frame.bottom,
  )
  const overlaps: string[] = []
  for (const [i, a] of inView.entries()) {
    for (const b of inView.slice(i + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (wide > 1 && high > 1) overlaps.push(`${a.name} ${a.kind} × ${b.name} ${b.kind}`)
    }
  }
  const framesOf = [...document.querySelectorAll("[data-frame]:not([data-members])")].map((one) => ({
    box: boxOf(one, "frame", one.getAttribute("data-frame") ?? ""),
    members: new Set((one.querySelector("[data-members]")?.getAttribute("data-members") ?? "").split(" ")),
  }))
  for (const { box, members } of framesOf) {
    for (const node of inView) {
      if (node.kind !== "card" || members.has(node.name)) continue
      const wide = Math.min(node.right, box.right) - Math.max(node.left, box.left)
      const high = Math.min(node.bottom, box.bottom) - Math.max(node.top, box.top)
      const isFolded = document.querySelector(`.react-flow__node-folded[data-id="${CSS.escape(node.name)}"]`) !== null
      if (wide > 1 && high > 1 && !isFolded) overlaps.push(`${node.name} card in ${box.name} frame`)
    }
  }

  const named = new Set(chips.map((chip) => chip.getAttribute("data-wire")))
  const spilt = nodes.flatMap((node) => {
    const { left, right, top } = node.getBoundingClientRect()
    if (node.classList.contains("react-flow__node-symbol")) return []
    return textsIn(node).flatMap(({ text, box, element }) => {
      if (element.closest("[data-floats]") !== null) return []
      let [from, to] = [box.left, box.right]
      for (let at: Element | null = element; at !== null && at !== node; at = at.parentElement) {
        if (getComputedStyle(at).overflow === "visible") continue
        const clip = at.getBoundingClientRect()
        ;[from, to] = [Math.max(from, clip.left), Math.min(to, clip.right)]
      }
      return from < left - 1 || to > right + 1 || box.top < top - 2 ? [`${node.getAttribute("data-id")}: ${text}`] : []
    })
  })
  return {
    zoom,
    nodes: nodes.length,
    wires: wires.length,
    smallest: smallest.size,
    smallestText: smallest.text,
    untitled: untitled.map((node) => node.getAttribute("data-id") ?? ""),
    unlabelled: wires.flatMap((wire) => {
      const id = wire.getAttribute("data-id") ?? ""
      return named.has(id) || !isWhole(wire) ? [] : [id]
    }),
    overlaps,
    spilt,
  }
}
