// Small things that outlive a visit. Storage may be full, forbidden or filled by something else: then nothing is
// remembered, and nothing breaks.

export function recall(key: string, storage: () => Storage = () => localStorage): unknown {
  try {
    const text = storage().getItem(`gradwire.${key}`)
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** True if it was kept. */
export function remember(key: string, value: unknown, storage: () => Storage = () => localStorage): boolean {
  try {
    storage().setItem(`gradwire.${key}`, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
