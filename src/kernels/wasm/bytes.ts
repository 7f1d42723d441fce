// Numbers as WebAssembly writes them (core specification, section 5.2).

/** Unsigned LEB128 of a whole number below 2³². */
export function unsigned(n: number): readonly number[] {
  const bytes: number[] = []
  let left = n >>> 0
  do {
    const low = left & 0x7f
    left >>>= 7
    bytes.push(left === 0 ? low : low | 0x80)
  } while (left !== 0)
  return bytes
}

/** The same in five bytes whatever the number: room for another one. */
export function fixed(n: number): readonly number[] {
  return [0, 7, 14, 21, 28].map((shift) => ((n >>> shift) & 0x7f) | (shift < 28 ? 0x80 : 0))
}

/** Signed LEB128 of a whole number that fits 32 bits. */
export function signed(n: number): readonly number[] {
  const bytes: number[] = []
  let left = n | 0
  for (;;) {
    const low = left & 0x7f
    left >>= 7
    const done = (left === 0 && (low & 0x40) === 0) || (left === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

/** The four bytes of a float32, little-endian. */
export function float32Bytes(x: number): readonly number[] {
  view.setFloat32(0, x, true)
  return [view.getUint8(0), view.getUint8(1), view.getUint8(2), view.getUint8(3)]
}

const view = new DataView(new ArrayBuffer(8))

/** The eight bytes of a float64, little-endian. */
export function float64Bytes(x: number): readonly number[] {
  view.setFloat64(0, x, true)
  return Array.from({ length: 8 }, (_, i) => view.getUint8(i))
}

/** A vector of bytes with its length in front: sections, bodies and names. */
export function sized(bytes: readonly number[]): readonly number[] {
  return [...unsigned(bytes.length), ...bytes]
}

/** A name in ASCII. */
export function named(name: string): readonly number[] {
  return sized(Array.from(name, (letter) => letter.charCodeAt(0)))
}
