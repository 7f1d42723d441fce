// The frozen random generator. Documents name a seed and expect the same numbers for ever, so nothing in this file may
// change what it draws: tests/tensor/random.test.ts pins the first values.
// Bits: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, PractRand), seeded by 128 bits of FNV-1a over text.

/** A stream of random numbers: the same for the same seed and name, on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number
  /** Standard normal, by Box–Muller (the sine half is kept for the next call). */
  normal(): number
  /** Whole number from 0 to n − 1. */
  below(n: number): number
}

/** One stream for each (seed, owner, name): adding a node to a document changes no other node's numbers. */
export function randomStream(seed: number, owner: string, name: string): Random {
  let [a, b, c] = streamStart(seed, owner, name)
  let counter = 1
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  for (let i = 0; i < UNUSED; i++) next()
  let spare: number | null = null
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare
      spare = null
      return kept
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
  return { uniform, normal, below: (n) => Math.floor(uniform() * n) }
}

/** Numbers of a stream that nobody sees: so many mix its start. */
export const UNUSED = 15

/** The words a, b and c that the generator of a stream starts with; its counter starts at 1. */
export function streamStart(seed: number, owner: string, name: string): [a: number, b: number, c: number] {
  const key = `${seed}\u0000${owner}\u0000${name}`
  return [hash(key, 0x811c9dc5), hash(key, 0x01234567), hash(key, 0x89abcdef)]
}

function hash(text: string, basis: number): number {
  let h = basis
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i)
    h = Math.imul(h, 0x01000193)
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  return h | 0
}
