// A file or a text that somebody has an array in, read by what it is, not by what it is called.

import { type ReadArray, readArrayText } from "../../formats/arrayText.ts"
import { isNpy, readNpy } from "../../formats/npy.ts"
import { browserLimits } from "../../graph/limits.ts"

export type GivenArray = ReadArray | { readonly problem: string }

/** From this many characters on, reading takes long enough to be said. */
export const LONG_TEXT = 300_000

/** Reads a long text once the page has had the time to say so. `cells`: how many numbers are compared with it. */
export async function readText(text: string, cells: number): Promise<GivenArray> {
  if (text.length > LONG_TEXT) await drawn()
  return readArrayText(text, cells)
}

export async function readFile(file: File, cells: number): Promise<GivenArray> {
  if (file.size > browserLimits.fileBytes) {
    return {
      problem: `“${file.name}” has ${megabytes(file.size)}; at most ${megabytes(browserLimits.fileBytes)} are read`,
    }
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const text = isNpy(bytes) || /\.(?:npy|npz|pt|pth|pkl)$/i.test(file.name) ? null : textOf(bytes)
    if (text !== null) return await readText(text, cells)
    const read = readNpy(bytes)
    return "problem" in read ? read : { tensor: read, halves: null }
  } catch {
    return { problem: `“${file.name}” could not be read from the disk` }
  }
}

/** Null for what is no text. Spreadsheets write UTF-16, with its mark in front. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes)
  return bytes.subarray(0, 4096).includes(0) ? null : new TextDecoder().decode(bytes)
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`
}

function drawn(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0))
  })
}
