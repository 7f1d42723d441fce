/** CRC-32 (ISO 3309, as in zip and PNG), in eight hexadecimal digits. */
export function crc32(bytes: Iterable<number>): string {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0")
}
