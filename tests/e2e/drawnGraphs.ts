// Graphs of up to 40 nodes without places, which automatic layout has to make readable: deep, wide, branching.

interface Entry {
  readonly id: string
  readonly op: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly inputs?: Readonly<Record<string, string | readonly string[]>>
  readonly group?: string
}

interface DrawnGraph {
  readonly title: string
  readonly text: string
  /** Nodes and cards of groups on the canvas. */
  readonly drawn: number
}

const graph = (title: string, nodes: readonly Entry[], groups?: readonly object[]): DrawnGraph => ({
  title,
  text: JSON.stringify({ gradwire: 1, title, nodes, ...(groups === undefined ? {} : { groups }) }),
  drawn: new Set(nodes.map(({ id, group }) => group ?? id)).size,
})
const image = (size: number): Entry => ({ id: "x", op: "Input", attrs: { shape: [1, 4, size, size] } })
const conv = (id: string, input: string, channels: number): Entry => ({
  id,
  op: "Conv2d",
  attrs: { out_channels: channels, kernel_size: 3, padding: 1 },
  inputs: { input },
})
const one = (op: string, id: string, input: string): Entry => ({ id, op, inputs: { input } })

/** A chain: convolution, normalisation, activation, ten times. */
function deep(): DrawnGraph {
  const nodes = [image(16)]
  for (let i = 1; i <= 10; i++) {
    nodes.push(conv(`conv${i}`, nodes.at(-1)?.id ?? "", 8))
    nodes.push(one("BatchNorm2d", `bn${i}`, `conv${i}`), one("ReLU", `relu${i}`, `bn${i}`))
  }
  return graph("Deep", nodes)
}

/** Ten branches side by side, joined at the end. */
function wide(): DrawnGraph {
  const branches = Array.from({ length: 10 }, (_, i) => [conv(`c${i}`, "x", i + 1), one("ReLU", `r${i}`, `c${i}`)])
  const joined = { id: "all", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: branches.map((_, i) => `r${i}`) } }
  return graph("Wide", [image(8), ...branches.flat(), joined])
}

/** Down and up again, with a skip at every depth. */
function branching(): DrawnGraph {
  const nodes = [image(32)]
  let at = "x"
  const add = (entry: Entry): void => {
    nodes.push(entry)
    at = entry.id
  }
  for (const depth of [1, 2, 3]) {
    add(conv(`down${depth}`, at, 4 * depth))
    add(one("ReLU", `act${depth}`, at))
    add({ id: `pool${depth}`, op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: at } })
  }
  add(conv("bottom", at, 16))
  for (const depth of [3, 2, 1]) {
    add({ id: `up${depth}`, op: "Upsample", attrs: { scale_factor: 2 }, inputs: { input: at } })
    add({ id: `join${depth}`, op: "Concat", attrs: { dim: 1 }, inputs: { inputs: [at, `act${depth}`] } })
    add(conv(`merge${depth}`, at, 4 * depth))
    add(one("ReLU", `out${depth}`, at))
  }
  return graph("Branching", nodes)
}

/** Blocks with a way round each, every one a closed group. */
function folded(): DrawnGraph {
  const nodes = [image(8)]
  const groups = Array.from({ length: 5 }, (_, i) => ({ id: `b${i}`, label: `block ${i + 1}`, collapsed: true }))
  let at = "x"
  for (const { id: group } of groups) {
    const block = [conv(`${group}conv`, at, 4), one("ReLU", `${group}relu`, `${group}conv`)]
    const sum = { id: `${group}sum`, op: "Add", inputs: { a: at, b: `${group}relu` } }
    nodes.push(...[...block, sum].map((entry) => ({ ...entry, group })))
    at = sum.id
  }
  return graph("Folded", nodes, groups)
}

export const DRAWN_GRAPHS: readonly DrawnGraph[] = [deep(), wide(), branching(), folded()]
