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
  // In arrays: a browser boxes every number of 32 bits that a closure changes, and then drawing takes four times as long.
  const state = Int32Array.of(...streamStart(seed, owner, name), 1)
  const next = (): number => {
    const b = state[1] ?? 0
    const c = state[2] ?? 0
    const counter = state[3] ?? 0
    const t = ((((state[0] ?? 0) + b) | 0) + counter) | 0
    state[0] = b ^ (b >>> 9)
    state[1] = c + (c << 3)
    state[2] = ((c << 21) | (c >>> 11)) + t
    state[3] = counter + 1
    return t >>> 0
  }
  for (let i = 0; i < UNUSED; i++) next()
  const spare = Float64Array.of(Number.NaN)
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992
  const normal = (): number => {
    const kept = spare[0] ?? Number.NaN
    spare[0] = Number.NaN
    if (!Number.isNaN(kept)) return kept
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare[0] = radius * Math.sin(angle)
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
