// A file or a text that somebody has an array in, read by what it is, not by what it is called.

import { type ReadArray, readArrayText } from "../../../formats/arrays/arrayText.ts"
import { readFile as readAnyFile } from "../../../formats/files/recognise.ts"
import { browserLimits } from "../../../graph/limits.ts"

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
    return await arrayIn(readAnyFile(new Uint8Array(await file.arrayBuffer())), cells)
  } catch {
    return { problem: `“${file.name}” could not be read from the disk` }
  }
}

/** The one array of a file. */
async function arrayIn(content: ReturnType<typeof readAnyFile>, cells: number): Promise<GivenArray> {
  if ("problem" in content) return content
  if (content.holds === "text") return readText(content.text, cells)
  if (content.holds !== "arrays") return { problem: `it is ${content.kind.title}, which holds no array` }
  const [first, ...others] = content.arrays
  if (first === undefined) return { problem: "there are no arrays in it" }
  if (others.length > 0) {
    const names = content.arrays.slice(0, MOST_NAMES).map(({ name }) => name)
    return {
      problem: `it holds several arrays (${names.join(", ")}${others.length >= MOST_NAMES ? ", …" : ""}); save the one that is meant alone`,
    }
  }
  const tensor = first.read(null)
  return "problem" in tensor ? tensor : { tensor, halves: null }
}

/** Names beyond these say nothing more. */
const MOST_NAMES = 5

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`
}

function drawn(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0))
  })
}
