// The checksum of links, zips, gzip files, PNG chunks and, where a page is not served securely, of what it keeps.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** CRC-32 (ISO 3309, as in zip and PNG). */
export function crc32(bytes: Iterable<number>): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** The same in eight hexadecimal digits. */
export function crc32Digits(bytes: Iterable<number>): string {
  return crc32(bytes).toString(16).padStart(8, "0")
}
