// The gallery is the folder; a graph is fetched when it is opened, and its file's name is its address.

/** What a first visit opens. */
export const FIRST_GRAPH = "conv3-pool2-fc3"

// It is at hand, so that the first picture waits for nothing.
const first = Object.values(
  import.meta.glob<string>("../../../../graphs/conv3-pool2-fc3.json", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
)

/** The text of a gallery graph; null if there is none of this name. */
export async function galleryText(name: string): Promise<string | null> {
  if (name === FIRST_GRAPH) return first[0] ?? null
  return await (await import("./galleryFiles.ts")).fetchGraph(name)
}
