// The length of a film in its head: browsers record without knowing it, and players then show no length and cannot seek.

const INFO = [0x15, 0x49, 0xa9, 0x66]
const DURATION = [0x44, 0x89]
/** Of an element of eight bytes, as EBML writes it, and the largest size that takes one byte. */
const EIGHT = 0x88
const MOST = 126
/** The head lies within so many bytes. */
const HEAD = 256

/**
 * The film (WebM) with its length, in milliseconds: RFC 9559's Duration, in the units that browsers write. Unchanged where it has
 * one already, or a head of another form.
 */
export function withDuration(film: Uint8Array<ArrayBuffer>, milliseconds: number): Uint8Array<ArrayBuffer> {
  const info = find(film, INFO, 0, Math.min(film.length, HEAD))
  const at = info + INFO.length
  const size = (film[at] ?? 0) - 0x80
  const begins = at + 1
  const length = DURATION.length + 1 + 8
  const isShort = info >= 0 && size > 0 && size + length <= MOST
  if (!isShort || find(film, DURATION, begins, begins + size) >= 0) return film
  const longer = new Uint8Array(film.length + length)
  longer.set(film.subarray(0, begins))
  longer[at] = 0x80 + size + length
  longer.set([...DURATION, EIGHT], begins)
  new DataView(longer.buffer).setFloat64(begins + DURATION.length + 1, milliseconds)
  longer.set(film.subarray(begins), begins + length)
  return longer
}

/** Where bytes stand first; −1 where they do not. */
function find(bytes: Uint8Array, wanted: readonly number[], from: number, to: number): number {
  for (let at = from; at + wanted.length <= to; at++) if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}
