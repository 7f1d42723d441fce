// Where the graphs of the gallery lie, but the first, which is at hand: whoever opens one waits for all ops, and for this with them.

const files = import.meta.glob<string>(["../../../../graphs/*.json", "!../../../../graphs/conv3-pool2-fc3.json"], {
  query: "?raw",
  import: "default",
})

/** The text of a graph; null if there is none of this name. */
export async function fetchGraph(name: string): Promise<string | null> {
  const load = files[`../../../../graphs/${name}.json`]
  return load === undefined ? null : await load()
}
