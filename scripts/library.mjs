// Gradwire's own library (src/library.ts) for scripts that run in Node: Vite turns the sources into modules.

import { resolve } from "node:path"
import { createServer } from "vite"

/** The library; `close` it when done, or the process does not end. */
export async function loadLibrary() {
  const server = await createServer({
    root: resolve(import.meta.dirname, ".."),
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  const library = await server.ssrLoadModule("/src/library.ts")
  return { ...library, close: () => server.close() }
}
