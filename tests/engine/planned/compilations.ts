// How many modules are compiled while something is done.

/** Counts them. */
export function compilations(act: () => void): number {
  const real = WebAssembly.Module
  let count = 0
  WebAssembly.Module = class extends real {
    constructor(bytes: BufferSource) {
      super(bytes)
      count += 1
    }
  }
  try {
    act()
  } finally {
    WebAssembly.Module = real
  }
  return count
}
