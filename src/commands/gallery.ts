// The gallery is the folder: every graph is a chunk of its own, fetched when it is opened; its file's name is its address.

const files = import.meta.glob<string>("../../graphs/*.json", { query: "?raw", import: "default" })

/** `conv3-pool2-fc3`, `batch-norm`, … */
export const galleryNames: readonly string[] = Object.keys(files).map(nameOf)

/** What a first visit opens. */
export const FIRST_GRAPH = "conv3-pool2-fc3"

/** The text of a gallery graph; null if there is none of this name. */
export async function galleryText(name: string): Promise<string | null> {
  const path = Object.keys(files).find((path) => nameOf(path) === name)
  const load = path === undefined ? undefined : files[path]
  return load === undefined ? null : await load()
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.json$/, "")
}

/** `batch-norm` as words, until the document says its own title. */
export function galleryTitle(name: string): string {
  const words = name.replaceAll("-", " ")
  return words.charAt(0).toUpperCase() + words.slice(1)
}
