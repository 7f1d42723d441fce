// The one place where the page starts workers. Each starts from a blob whose only line is a dynamic import of the same-origin
// file: a worker started by address is not covered by the page's <meta> policy, one from a blob inherits it, and with a
// static import the policy would have to allow workers by address again.

import { type PackedMessage, packing } from "./packing.ts"
import type { FromWorker, MakeWorker, ToWorker } from "./protocol.ts"
import { trusted } from "./trusted.ts"
import url from "./worker.ts?worker&url"

/** A worker's own code could not be loaded: said by the bootstrap, whatever the worker speaks otherwise. */
interface Missing {
  readonly kind: "missing"
  readonly sentence: string
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

/** Starts the engine's worker. */
export const spawn: MakeWorker = (events) => {
  const { post, terminate } = spawnFrom<PackedMessage<ToWorker>, FromWorker>(url, "gradwire-engine", events)
  const pack = packing()
  return { post: (message) => post(pack(message)), terminate }
}

/** Starts a worker from the address of its built file (`?worker&url`), with `onmessage` as its only ear. */
export function spawnFrom<To, From>(
  file: string,
  name: string,
  events: { readonly onMessage: (message: From | Missing) => void; readonly onCrash: (reason: string) => void },
): { readonly post: (message: To) => void; readonly terminate: () => void } {
  const address = new URL(file, document.baseURI).href
  const blob = URL.createObjectURL(new Blob([bootstrap(address)], { type: "text/javascript" }))
  const worker = new Worker(trusted(blob), { type: "module", name })
  // The address is needed until the worker has been fetched, which its first message proves.
  const release = (): void => URL.revokeObjectURL(blob)
  worker.addEventListener("message", release, { once: true })
  worker.onmessage = (event: MessageEvent<From | Missing>) => events.onMessage(event.data)
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
