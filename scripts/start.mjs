// Builds the editor, serves it on localhost, prints the address and opens it where there is a screen.
// node scripts/start.mjs [--port 4173] [--no-open]

import { parseArgs } from "node:util"
import { build, preview } from "vite"

const { values } = parseArgs({
  options: { port: { type: "string", default: "4173" }, "no-open": { type: "boolean", default: false } },
})

await build({ logLevel: "warn" })
await build({ configFile: "vite.cli.config.ts", logLevel: "warn" })

const hasScreen = process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
const open = hasScreen && !process.env.CI && !values["no-open"]
const server = await preview({ preview: { port: Number(values.port), host: "localhost", open } })
const [url] = server.resolvedUrls?.local ?? []
console.log(`Gradwire is running at ${url}\nStop it with Ctrl+C.`)
