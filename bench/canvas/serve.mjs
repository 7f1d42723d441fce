// Builds a version of the page and serves it; loads the project's own sources for what the bench must know of a drawing.

import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { build, preview } from "vite"
import { loadLibrary } from "../../scripts/library.mjs"

const root = resolve(import.meta.dirname, "../..")

/** Serves the build of the working tree, or of a git ref. */
export async function serveBuilt(ref) {
  const folder = mkdtempSync(join(tmpdir(), "gradwire-canvas-"))
  const from = ref === null ? root : checkOut(ref, join(folder, "source"))
  const outDir = join(folder, "dist")
  // Loading sources sets this to development, and React's development build is several times slower.
  process.env.NODE_ENV = "production"
  const config = { root: from, configFile: join(from, "vite.config.ts"), logLevel: "error" }
  await build({ ...config, build: { outDir, emptyOutDir: true } })
  const server = await preview({ ...config, build: { outDir }, preview: { host: "localhost", port: 0 } })
  const close = async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: server.resolvedUrls.local[0], close }
}

function checkOut(ref, folder) {
  mkdirSync(folder)
  const archive = execFileSync("git", ["archive", ref], { cwd: root, maxBuffer: 2 ** 30 })
  execFileSync("tar", ["-x", "-C", folder], { input: archive })
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  return folder
}

/** The project's own geometry: sizes of cards, places, middles of wires. */
export async function loadSources() {
  const { analyze, close, ops, pointAt, read, scene } = await loadLibrary()
  // As the page draws it: with room for the pictures of tensors.
  const sceneOf = (document) => scene(analyze(document, ops), null, undefined, undefined, "pictured")
  const drawn = (document) => drawnOf(document, sceneOf(document), pointAt)
  return {
    layered: (count) => {
      const document = layered(count)
      const { nodes } = sceneOf(document)
      const places = new Map(nodes.map(({ face, x, y }) => [face.id, [x, y]]))
      return drawn({ ...document, nodes: document.nodes.map((node) => ({ ...node, at: places.get(node.id) })) })
    },
    gallery: (name) => {
      const path = join(root, "graphs", `${name}.json`)
      return existsSync(path) ? drawn(read(readFileSync(path)).document) : null
    },
    close,
  }
}

/** What the page draws of a document: its text, its boxes, and the middles of its wires. */
function drawnOf(document, { nodes, wires }, pointAt) {
  const boxes = nodes.map(({ face: { id, kind, width, height }, x, y }) => {
    return { id, round: kind === "symbol", x, y, width, height }
  })
  const middles = wires.map(({ curve }) => pointAt(curve, 0.5))
  // Under a card, or under the words below a round node, nobody sees a wire.
  const free = middles.filter(([x, y]) =>
    boxes.every((box) => x < box.x - 4 || x > box.x + box.width + 4 || y < box.y - 4 || y > box.y + box.height + 40),
  )
  return { text: JSON.stringify(document), boxes, wires: wires.length, middles: free }
}

/** A graph in layers, about square on the screen: each node takes one or two nodes of the layer before it. */
function layered(count) {
  let state = 7
  const next = (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  const wide = Math.round(1.35 * Math.sqrt(count))
  const nodes = [{ id: "x", op: "Input", attrs: { shape: [1, 8] } }]
  for (let i = 1; i < count; i++) {
    const start = i - 1 - ((i - 1) % wide)
    const near = () => start - wide + Math.min(wide - 1, Math.max(0, ((i - 1) % wide) + next(7) - 3))
    const before = () => nodes[start === 0 ? 0 : near() + 1].id
    const kind = next(20)
    if (kind < 7) nodes.push({ id: `add${i}`, op: "Add", inputs: { a: before(), b: before() } })
    else if (kind < 14) nodes.push({ id: `relu${i}`, op: "ReLU", inputs: { input: before() } })
    else if (kind < 17)
      nodes.push({ id: `fc${i}`, op: "Linear", attrs: { out_features: 8 }, inputs: { input: before() } })
    else nodes.push({ id: `norm${i}`, op: "LayerNorm", attrs: { normalized_shape: [8] }, inputs: { input: before() } })
  }
  return { gradwire: 1, title: `${count} nodes`, seed: 1, nodes }
}
