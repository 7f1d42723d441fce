import { defineConfig } from "vite"

export default defineConfig({
  build: {
    ssr: "src/cli/main.ts",
    outDir: "dist-cli",
    target: "node20",
    rolldownOptions: { output: { entryFileNames: "gradwire.mjs", banner: "#!/usr/bin/env node" } },
  },
  ssr: { noExternal: true },
})
