import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"
import { fileOf } from "./chunks.ts"
import { headers, headersFile, isolation, KEPT, withPolicy } from "./policy.ts"

// KaTeX's stylesheet names each font in three formats; every browser that runs this page reads woff2.
function woff2Only(): Plugin {
  return {
    name: "woff2-only",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("katex") || !id.endsWith(".css")) return null
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, "")
    },
  }
}

// The development server needs inline scripts for hot replacement: the policy is of what is built.
function contentPolicy(): Plugin {
  return {
    name: "content-policy",
    apply: "build",
    transformIndexHtml: { order: "post", handler: withPolicy },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "_headers", source: headersFile() })
    },
  }
}

/** As a host that reads `_headers` does it; files of that folder that are not there are not kept. */
function kept(): Plugin {
  return {
    name: "kept",
    configurePreviewServer({ middlewares, config }) {
      const dist = resolve(config.root, config.build.outDir)
      middlewares.use(({ url = "" }, response, next) => {
        const { pathname } = new URL(url, "http://localhost")
        if (pathname.startsWith(KEPT.folder) && existsSync(join(dist, pathname)))
          response.setHeader("Cache-Control", KEPT["Cache-Control"])
        next()
      })
    },
  }
}

/** What the page's first import will ask for is fetched while the page itself is read and painted. */
function fetchedEarly(): Plugin {
  const early = /assets\/(?:(?:mount|start|vendor)-[^/]*\.(?:js|css)|inter-latin-wght-normal-[^/]*\.woff2)$/
  return {
    name: "fetched-early",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle, path }) =>
        path !== "/index.html"
          ? html
          : Object.keys(bundle ?? {})
              .filter((file) => early.test(file))
              .map((file) => ({ tag: "link", injectTo: "head" as const, attrs: fetching(`./${file}`) })),
    },
  }
}

function fetching(href: string): Record<string, string | true> {
  if (href.endsWith(".js")) return { rel: "modulepreload", crossorigin: true, href }
  return { rel: "preload", as: href.endsWith(".css") ? "style" : "font", crossorigin: true, href }
}

export default defineConfig({
  base: "./",
  plugins: [react(), woff2Only(), fetchedEarly(), contentPolicy(), kept()],
  worker: { format: "es" },
  server: { headers: isolation },
  preview: { headers: { ...headers } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { index: "index.html", recover: "recover.html" },
      output: {
        codeSplitting: {
          // What a module needs lies in its own file or in one before it (chunks.ts).
          groups: [{ debugName: "files", name: fileOf(import.meta.dirname), includeDependenciesRecursively: false }],
        },
      },
    },
  },
})
