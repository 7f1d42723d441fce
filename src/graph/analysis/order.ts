// Topological order and circles, by numbers: node i of n, with the nodes it feeds. Nothing here recurses, so that a chain
// of 100,000 nodes is no danger, and the work is linear in wires (times a logarithm where the file is out of order).

/** `successors[i]` lists the nodes that node i feeds, once for each wire. */
export type Successors = readonly (readonly number[])[]

/**
 * The topological order that, among the nodes ready at each step, always takes the first of the document.
 * Nodes on a circle and all downstream of one are left out.
 */
export function topologicalOrder(successors: Successors): number[] {
  const waiting = new Int32Array(successors.length)
  for (const list of successors) for (const j of list) waiting[j] = (waiting[j] ?? 0) + 1
  const ready = new SmallestFirst()
  for (let i = 0; i < successors.length; i++) if (waiting[i] === 0) ready.push(i)
  const order: number[] = []
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    order.push(i)
    for (const j of successors[i] ?? []) {
      const left = (waiting[j] ?? 0) - 1
      waiting[j] = left
      if (left === 0) ready.push(j)
    }
  }
  return order
}

/** A binary heap of numbers. */
class SmallestFirst {
  private readonly items: number[] = []

  push(item: number): void {
    const items = this.items
    let at = items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent] ?? 0
      if (above <= item) break
      items[at] = above
      at = parent
    }
    items[at] = item
  }

  pop(): number | undefined {
    const items = this.items
    const first = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && (items[child + 1] ?? 0) < (items[child] ?? 0)) child++
      const below = items[child] ?? 0
      if (below >= last) break
      items[at] = below
      at = child
    }
    items[at] = last
    return first
  }
}

/**
 * Tarjan's strongly connected components that hold a circle (several nodes, or one that feeds itself), each sorted by
 * document order, in the order of their first nodes.
 */
export function circles(successors: Successors): number[][] {
  const n = successors.length
  const found = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const onStack = new Uint8Array(n)
  const next = new Int32Array(n)
  const stack: number[] = []
  const path: number[] = []
  const answer: number[][] = []
  let count = 0
  const enter = (i: number): void => {
    found[i] = low[i] = count++
    onStack[i] = 1
    stack.push(i)
    path.push(i)
  }
  for (let root = 0; root < n; root++) {
    if (found[root] !== -1) continue
    enter(root)
    for (let i = path.at(-1); i !== undefined; i = path.at(-1)) {
      const list = successors[i] ?? []
      const j = list[next[i] ?? 0]
      if (j !== undefined) {
        next[i] = (next[i] ?? 0) + 1
        if (found[j] === -1) enter(j)
        else if (onStack[j] === 1) low[i] = Math.min(low[i] ?? 0, found[j] ?? 0)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[i] ?? 0)
      if (low[i] === found[i]) {
        const component = popComponent(stack, onStack, i)
        if (component.length > 1 || list.includes(i)) answer.push(component)
      }
    }
  }
  return answer.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const component: number[] = []
  for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
    onStack[member] = 0
    component.push(member)
    if (member === root) break
  }
  return component.sort((a, b) => a - b)
}

/** The shortest way from the first node of a component back to itself: `[a, b, a]`. */
export function shortestCircle(successors: Successors, component: readonly number[]): number[] {
  const start = component[0]
  if (start === undefined) return []
  const inside = new Set(component)
  const cameFrom = new Map<number, number>()
  const queue = [start]
  for (let head = 0; head < queue.length; head++) {
    const i: number = queue[head] ?? start
    for (const j of successors[i] ?? []) {
      if (j === start) return [...wayTo(i, start, cameFrom), start]
      if (!inside.has(j) || cameFrom.has(j)) continue
      cameFrom.set(j, i)
      queue.push(j)
    }
  }
  return [start]
}

function wayTo(end: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const way = [end]
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start
    way.push(at)
  }
  return way.reverse()
}
