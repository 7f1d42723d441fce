// How a folder becomes a list: each file exports one definition under its own name, and that name is its kind. Ops, blocks,
// optimizers and kinds of data are all found so; nobody has to enter them anywhere.

interface Kinded {
  readonly kind: string
}

/** Definitions by kind, in the order of `files`. Throws on a file whose name, export and kind are not one. */
export function byKind<T extends Kinded>(files: {
  readonly [path: string]: Readonly<Record<string, T>>
}): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(files).map(([path, exports]) => {
      const kind = path.slice(path.lastIndexOf("/") + 1).replace(/\.ts$/, "")
      const found = exports[kind]
      if (found?.kind === kind) return [kind, found]
      throw new Error(`${path} must export const ${kind} with kind "${kind}", got "${found?.kind}"`)
    }),
  )
}
