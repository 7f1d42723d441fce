// The gallery is the folder; a graph is fetched when it is opened, and its file's name is its address.

/** What a first visit opens. */
export const FIRST_GRAPH = "conv3-pool2-fc3"

// It is at hand, so that the first picture waits for nothing.
const first = import.meta.glob<string>("../../../../graphs/conv3-pool2-fc3.json", {
  query: "?raw",
  import: "default",
  eager: true,
})
const others = import.meta.glob<string>(["../../../../graphs/*.json", "!../../../../graphs/conv3-pool2-fc3.json"], {
  query: "?raw",
  import: "default",
})
const files: Readonly<Record<string, () => Promise<string>>> = {
  ...Object.fromEntries(Object.entries(first).map(([path, text]) => [path, async () => text])),
  ...others,
}
/** `conv3-pool2-fc3`, `batch-norm`, … */
export const galleryNames: readonly string[] = Object.keys(files).map(nameOf)

/** The text of a gallery graph; null if there is none of this name. */
export async function galleryText(name: string): Promise<string | null> {
  const path = Object.keys(files).find((path) => nameOf(path) === name)
  const load = path === undefined ? undefined : files[path]
  return load === undefined ? null : await load()
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.json$/, "")
}
