// Checksums of stored bytes: SHA-256, or CRC-32 where the page is not served securely and the browser gives none. The
// name stands in front, so each is checked as it was made.

import { crc32Digits } from "../../../formats/links/crc32.ts"

/** `sha256-…` or `crc32-…` in hexadecimal digits. */
export async function digest(bytes: Uint8Array): Promise<string> {
  const { subtle } = crypto
  if (subtle === undefined) return `crc32-${crc32Digits(bytes)}`
  // A copy has a plain buffer of its own, which is what the browser's types want.
  const hash = await subtle.digest("SHA-256", bytes.slice())
  return `sha256-${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`
}

/** Whether bytes are those that a digest was made of. */
export async function verifies(bytes: Uint8Array, expected: string): Promise<boolean> {
  if (expected.startsWith("crc32-")) return `crc32-${crc32Digits(bytes)}` === expected
  return (await digest(bytes)) === expected
}
