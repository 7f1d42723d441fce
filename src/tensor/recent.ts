// What was worked out last, kept for who asks again.

/** Keeps a value as the one that was asked for last; beyond `most` the one that was not asked for the longest goes. */
export function keepRecent<K, V>(known: Map<K, V>, key: K, value: V, most: number): void {
  known.delete(key)
  known.set(key, value)
  const [oldest] = known.keys()
  if (known.size > most && oldest !== undefined) known.delete(oldest)
}
