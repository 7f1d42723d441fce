import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"

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

export default defineConfig({
  base: "./",
  plugins: [react(), woff2Only()],
  worker: { format: "es" },
  build: { target: "es2022", assetsInlineLimit: 0, sourcemap: true, chunkSizeWarningLimit: 900 },
})
