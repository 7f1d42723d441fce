// What a bench runs in Node, built from the sources.

import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "vite"

/** Builds a file of a bench with all that it imports into a folder; the address to import it from. */
export async function builtForNode(file, folder) {
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: file, outDir: folder, target: "node20", emptyOutDir: true },
    ssr: { noExternal: true },
  })
  return pathToFileURL(join(folder, `${basename(file, ".ts")}.js`)).href
}
