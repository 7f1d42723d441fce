import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"
import { headers, headersFile, withPolicy } from "./policy.ts"

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

export default defineConfig({
  base: "./",
  plugins: [react(), woff2Only(), contentPolicy()],
  worker: { format: "es" },
  preview: { headers: { ...headers } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    sourcemap: true,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: { index: "index.html", recover: "recover.html" } },
  },
})
