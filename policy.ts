// What the page may do, said once: as the first <meta> of every built page, as headers of the preview server, and as
// `_headers` beside the built pages for hosts that read such a file. Scripts, styles, fonts and data come from the page's
// own address; nothing else is asked for anything.

const directives: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  // A worker from a blob inherits this policy; one started by address follows its own headers (src/engine/worker/spawn.ts).
  "worker-src": "'self' blob:",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "manifest-src": "'self'",
  "frame-src": "'none'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "gradwire-worker-url",
}

/** The policy as one line. Browsers read `frame-ancestors` in a header only. */
export function contentPolicy(where: "meta" | "header"): string {
  const all = where === "header" ? { ...directives, "frame-ancestors": "'none'" } : directives
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ")
}

/** Headers by which a page shares memory with its workers: the engine's threads need it. */
export const isolation: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
}

/** Headers of every answer, the preview server's and any host's. */
export const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentPolicy("header"),
  ...isolation,
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

/** What lies below `assets/` has its contents' hash in its name: a second visit asks for none of it. */
export const KEPT = { folder: "/assets/", "Cache-Control": "public, max-age=31536000, immutable" } as const

/** A built page with the policy in front of everything that could load. Throws on a page without a plain <head>. */
export function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${contentPolicy("meta")}" />`
  if (!html.includes("<head>")) throw new Error("the page has no <head> to put the policy into")
  return html.replace("<head>", `<head>\n    ${meta}`)
}

/** The text of `_headers`. A host has TLS, which the preview server has not. */
export function headersFile(): string {
  const hosted = { ...headers, "Strict-Transport-Security": "max-age=63072000; includeSubDomains" }
  const lines = Object.entries(hosted).map(([name, value]) => `  ${name}: ${value}`)
  return `/*\n${lines.join("\n")}\n${KEPT.folder}*\n  Cache-Control: ${KEPT["Cache-Control"]}\n`
}
