// A port of this machine that nothing listens at.

import { createServer } from "node:net"

/** Asks the system for one and gives it back at once. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "localhost", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
