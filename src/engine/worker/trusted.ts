// Addresses of workers under the page's policy, which its workers inherit.

interface UrlPolicy {
  readonly createScriptURL: (url: string) => unknown
}
interface PolicyFactory {
  readonly createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => UrlPolicy
}

let policy: UrlPolicy | null = null

/** The address under Trusted Types, where the browser has them. */
export function trusted(address: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
  if (factory === undefined) return address
  policy ??= factory.createPolicy("gradwire-worker-url", { createScriptURL: (text) => text })
  // The DOM's types know only text here; a browser with Trusted Types wants the object.
  return policy.createScriptURL(address) as string
}
