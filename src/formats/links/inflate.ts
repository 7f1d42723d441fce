// Unpacks raw deflate (RFC 1951) behind a preset dictionary. Ours rather than fflate's because a link is a stranger's: the
// limit on the output is exact, so a bomb costs no more than the limit, and it is known where the stream ended, so
// that bytes behind it are noticed; fflate overshoots the one and passes over the other.

/** The unpacked bytes and how many packed ones they took; or why there are none. */
type Inflated =
  | { readonly bytes: Uint8Array; readonly used: number }
  | { readonly failed: "too large" | "damaged" | "cut short" }

/** `most`: the number of bytes that the output may have. */
export function inflate(packed: Uint8Array, dictionary: Uint8Array, most: number): Inflated {
  const stream = new Stream(packed, dictionary, most)
  try {
    stream.run()
  } catch (error) {
    if (error instanceof Stop) return { failed: error.why }
    throw error
  }
  return { bytes: stream.output(), used: stream.used() }
}

/** Leaves the decoder from any depth; caught in `inflate`. */
class Stop extends Error {
  readonly why: "too large" | "damaged" | "cut short"
  constructor(why: "too large" | "damaged" | "cut short") {
    super(why)
    this.why = why
  }
}

/** A canonical Huffman code: how many codes there are of each length, and symbols in order of their codes. */
interface Code {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
const FIXED_DISTANCES = new Uint8Array(32).fill(5)

class Stream {
  private readonly packed: Uint8Array
  private readonly prefix: number
  private readonly most: number
  private buffer: Uint8Array
  /** Bytes in `buffer`, the dictionary in front included. */
  private size: number
  private at = 0
  private bits = 0
  private held = 0

  constructor(packed: Uint8Array, dictionary: Uint8Array, most: number) {
    this.packed = packed
    this.prefix = dictionary.length
    this.most = most
    this.buffer = new Uint8Array(this.prefix + Math.min(most, 16_384))
    this.buffer.set(dictionary)
    this.size = this.prefix
  }

  run(): void {
    for (let last = 0; last === 0; ) {
      last = this.take(1)
      const kind = this.take(2)
      if (kind === 0) this.stored()
      else if (kind === 1) this.coded(codeOf(FIXED_LENGTHS), codeOf(FIXED_DISTANCES))
      else if (kind === 2) this.dynamic()
      else throw new Stop("damaged")
    }
  }

  output(): Uint8Array {
    return this.buffer.slice(this.prefix, this.size)
  }

  used(): number {
    return this.at
  }

  /** The next `n` bits, lowest first; at most 13. */
  private take(n: number): number {
    while (this.held < n) {
      const byte = this.packed[this.at++]
      if (byte === undefined) throw new Stop("cut short")
      this.bits |= byte << this.held
      this.held += 8
    }
    const value = this.bits & ((1 << n) - 1)
    this.bits >>>= n
    this.held -= n
    return value
  }

  private stored(): void {
    this.bits = 0
    this.held = 0
    const length = this.take(8) | (this.take(8) << 8)
    const check = this.take(8) | (this.take(8) << 8)
    if ((length ^ 0xffff) !== check) throw new Stop("damaged")
    if (this.at + length > this.packed.length) throw new Stop("cut short")
    this.reserve(length)
    this.buffer.set(this.packed.subarray(this.at, this.at + length), this.size)
    this.at += length
    this.size += length
  }

  private dynamic(): void {
    const lengths = this.take(5) + 257
    const distances = this.take(5) + 1
    const order = this.take(4) + 4
    if (lengths > 286 || distances > 30) throw new Stop("damaged")
    const sizes = new Uint8Array(19)
    for (const symbol of CODE_LENGTH_ORDER.slice(0, order)) sizes[symbol] = this.take(3)
    const code = codeOf(sizes, true)
    const both = new Uint8Array(lengths + distances)
    for (let i = 0; i < both.length; ) {
      const symbol = this.symbol(code)
      const repeat =
        symbol < 16 ? 1 : symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7)
      if ((symbol === 16 && i === 0) || i + repeat > both.length) throw new Stop("damaged")
      both.fill(symbol < 16 ? symbol : symbol === 16 ? (both[i - 1] ?? 0) : 0, i, i + repeat)
      i += repeat
    }
    if (both[256] === 0) throw new Stop("damaged")
    this.coded(codeOf(both.subarray(0, lengths)), codeOf(both.subarray(lengths)))
  }

  private coded(lengths: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(lengths)
      if (symbol === 256) return
      if (symbol < 256) {
        this.reserve(1)
        this.buffer[this.size++] = symbol
      } else {
        this.copy(symbol - 257, distances)
      }
    }
  }

  private copy(index: number, distances: Code): void {
    const base = LENGTH_BASE[index]
    if (base === undefined) throw new Stop("damaged")
    const length = base + this.take(LENGTH_EXTRA[index] ?? 0)
    const far = this.symbol(distances)
    const distance = (DISTANCE_BASE[far] ?? Number.POSITIVE_INFINITY) + this.take(DISTANCE_EXTRA[far] ?? 0)
    if (distance > this.size) throw new Stop("damaged")
    this.reserve(length)
    // Byte by byte: a copy may overlap what it writes.
    for (let i = 0; i < length; i++) this.buffer[this.size + i] = this.buffer[this.size + i - distance] ?? 0
    this.size += length
  }

  /** Codes of each length are consecutive numbers, the first of a length following the last of the one before. */
  private symbol(code: Code): number {
    let value = 0
    let first = 0
    let index = 0
    for (let length = 1; length <= 15; length++) {
      value |= this.take(1)
      const count = code.counts[length] ?? 0
      if (value - first < count) return code.symbols[index + value - first] ?? 0
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw new Stop("damaged")
  }

  private reserve(bytes: number): void {
    const wanted = this.size + bytes
    if (wanted - this.prefix > this.most) throw new Stop("too large")
    if (wanted <= this.buffer.length) return
    const grown = new Uint8Array(Math.min(this.prefix + this.most, Math.max(wanted, 2 * this.buffer.length)))
    grown.set(this.buffer)
    this.buffer = grown
  }
}

/** As zlib: a set may leave codes unused only if it has a single one, of length 1, or none; and not among code lengths. */
function codeOf(sizes: Uint8Array, complete = false): Code {
  const counts = new Uint16Array(16)
  for (const size of sizes) if (size > 0) counts[size] = (counts[size] ?? 0) + 1
  let left = 1
  for (let length = 1; length <= 15; length++) {
    left = 2 * left - (counts[length] ?? 0)
    if (left < 0) throw new Stop("damaged")
  }
  const longest = Math.max(...sizes)
  if (left > 0 && longest > 0 && (complete || longest > 1)) throw new Stop("damaged")
  const next = new Uint16Array(16)
  for (let length = 1; length < 15; length++) next[length + 1] = (next[length] ?? 0) + (counts[length] ?? 0)
  const symbols = new Uint16Array(sizes.length)
  for (const [symbol, size] of sizes.entries()) {
    if (size === 0) continue
    symbols[next[size] ?? 0] = symbol
    next[size] = (next[size] ?? 0) + 1
  }
  return { counts, symbols }
}
