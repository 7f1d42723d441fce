// Writes a zip: the same bytes for the same files, whenever and wherever it is made.

import { zipSync } from "fflate"

/** A file of a zip, its path with `/` between folders. */
export interface ZipFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The first moment that a zip can name; fflate writes local time, so that no zone changes a byte. */
const MOMENT = new Date(1980, 0, 1)

/** `packed`: deflated; else stored, as np.savez does. */
export function writeZip(files: readonly ZipFile[], packed: boolean): Uint8Array {
  const level = packed ? 6 : 0
  return zipSync(Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])), { level, mtime: MOMENT })
}
