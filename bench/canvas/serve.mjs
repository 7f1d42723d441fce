// Builds a version of the page and serves it; loads the project's own sources for what the bench must know of a drawing.

import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { build, createServer, preview } from "vite"

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
  const server = await createServer({
    root,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  const load = (path) => server.ssrLoadModule(path)
  const [{ analyze }, { ops }, { readDocument }, { layout }, { faceOf }, { joinsBetween }, curves] = await Promise.all(
    [
      "/src/graph/analyze.ts",
      "/src/ops/registry.ts",
      "/src/graph/read.ts",
      "/src/graph/layout.ts",
      "/src/editor/canvas/face.ts",
      "/src/editor/canvas/placing.ts",
      "/src/editor/canvas/curve.ts",
    ].map(load),
  )
  const facesOf = (analysis) => new Map(analysis.document.nodes.map((entry) => [entry.id, faceOf(entry, analysis)]))
  return {
    layered: (count) => {
      const document = layered(count)
      const analysis = analyze(document, ops, "train")
      const faces = facesOf(analysis)
      const places = layout([...faces.values()], joinsBetween(analysis, faces))
      const nodes = document.nodes.map((node) => {
        const { width, height } = faces.get(node.id)
        return { ...node, at: places.get(node.id), size: { width, height } }
      })
      return withText({ ...document, nodes })
    },
    gallery: (name) => {
      const path = join(root, "graphs", `${name}.json`)
      if (!existsSync(path)) return null
      const { document } = readDocument(readFileSync(path, "utf8"))
      const faces = facesOf(analyze(document, ops, "train"))
      const nodes = document.nodes.map((node) => {
        const { width, height } = faces.get(node.id)
        return { ...node, size: { width, height } }
      })
      return withText({ ...document, nodes })
    },
    midpoints: (document) => midpoints(analyze(document, ops, "train"), facesOf, curves),
    close: () => server.close(),
  }
}

function withText(document) {
  const nodes = document.nodes.map(({ size, ...node }) => node)
  return { ...document, text: JSON.stringify({ ...document, nodes }) }
}

/** Middle of every wire, in canvas coordinates; those under a card are left out, since nobody sees them. */
function midpoints(analysis, facesOf, { curveBetween, pointAt }) {
  const faces = facesOf(analysis)
  const at = new Map(analysis.document.nodes.map((node) => [node.id, node.at]))
  const boxes = [...at].map(([id, [x, y]]) => ({ x, y, ...pick(faces.get(id)) }))
  const port = ({ node, port, index }, out) => {
    const id = index === undefined ? port : `${port}[${index}]`
    const face = faces.get(node).ports.find((one) => one.id === id && (one.side === "out") === out)
    const [x, y] = at.get(node)
    return { at: [x + face.at[0], y + face.at[1]], below: face.side === "param" }
  }
  return analysis.wires.flatMap(({ from, to }) => {
    const [start, end] = [port(from, true), port(to, false)]
    const [x, y] = pointAt(curveBetween(start.at, end.at, end.below), 0.5)
    const covered = boxes.some(
      (box) => x > box.x - 4 && x < box.x + box.width + 4 && y > box.y - 4 && y < box.y + box.height + 40,
    )
    return covered ? [] : [[x, y]]
  })
}

function pick({ width, height }) {
  return { width, height }
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
