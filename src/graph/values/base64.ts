// Bytes as text and back, with the usual 64 characters and padding (RFC 4648, § 4).

/** The bytes of a text, padded or not; null where it is no such text. */
export function fromBase64(text: string): Uint8Array | null {
  const bare = text.replace(/={1,2}$/, "")
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) return null
  const binary = atob(bare)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** The text of any number of bytes. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  // A call takes some ten thousand arguments at most.
  for (let at = 0; at < bytes.length; at += 8_190) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_190)))
  return btoa(parts.join(""))
}
