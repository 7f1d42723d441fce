// The one place where a worker is started. It starts from a blob whose only line is a dynamic import of the same-origin
// file: a worker started by address is not covered by the page's <meta> policy, one from a blob inherits it, and with a
// static import the policy would have to allow workers by address again.

import type { FromWorker, MakeWorker } from "./protocol.ts"
import url from "./worker.ts?worker&url"

interface UrlPolicy {
  readonly createScriptURL: (url: string) => unknown
}
interface PolicyFactory {
  readonly createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => UrlPolicy
}

// The import takes some turns of the loop; what arrives before it ends is held and handed over in order.
const bootstrap = (address: string): string => `
const held = [];
const hold = (event) => { held.push(event.data); };
self.addEventListener("message", hold);
import(${JSON.stringify(address)}).then(
  () => {
    self.removeEventListener("message", hold);
    for (const data of held) self.onmessage({ data });
  },
  (error) => self.postMessage({ kind: "missing", sentence: String(error) }),
);
`

let policy: UrlPolicy | null = null

/** Starts the engine's worker. */
export const spawn: MakeWorker = (events) => {
  const address = new URL(url, document.baseURI).href
  const blob = URL.createObjectURL(new Blob([bootstrap(address)], { type: "text/javascript" }))
  const worker = new Worker(trusted(blob), { type: "module", name: "gradwire-engine" })
  // The address is needed until the worker has been fetched, which its first message proves.
  const release = (): void => URL.revokeObjectURL(blob)
  worker.onmessage = (event: MessageEvent<FromWorker>) => {
    release()
    events.onMessage(event.data)
  }
  worker.onerror = (event) => {
    release()
    event.preventDefault()
    events.onCrash(event.message ?? "")
  }
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => {
      release()
      worker.terminate()
    },
  }
}

/** The address under Trusted Types, where the browser has them. */
function trusted(address: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  if (factory === undefined) return address
  policy ??= factory.createPolicy("gradwire-worker-url", { createScriptURL: (text) => text })
  // The DOM's types know only text here; a browser with Trusted Types wants the object.
  return policy.createScriptURL(address) as string
}
