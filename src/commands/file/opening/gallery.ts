// The gallery is the folder; a graph is fetched when it is opened, and its file's name is its address.
// Titles and descriptions are at hand without their graphs, for lists and search.

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
const titles = import.meta.glob<string>("../../../../graphs/*.json", { import: "title", eager: true })
const descriptions = import.meta.glob<string>("../../../../graphs/*.json", { import: "description", eager: true })

/** `conv3-pool2-fc3`, `batch-norm`, … */
export const galleryNames: readonly string[] = Object.keys(files).map(nameOf)

/** What graphs are of, by how their files are named; a graph that fits nowhere comes under "More". */
const SHELVES: readonly (readonly [title: string, names: RegExp])[] = [
  ["Homework tables", /^conv3-/],
  ["Batch norm", /^(?:batch-norm|b\d+-)/],
  ["Convolution", /^f\d+-/],
  ["Gradients", /^g\d+-/],
  ["Dropout and regularisation", /^d\d+-/],
  ["Training", /^(?:spirals$|t\d+-)/],
  ["Networks", /^resnet-/],
  ["More", /^/],
]

const NUMBERED = /^[a-z]\d+-/

interface GalleryShelf {
  readonly title: string
  readonly names: readonly string[]
}

/** The gallery as a person looks through it. */
export const galleryShelves: readonly GalleryShelf[] = SHELVES.map(([title], place) => ({
  title,
  names: galleryNames.filter((name) => shelfOf(name) === place).sort(plainFirst),
})).filter(({ names }) => names.length > 0)

/** The text of a gallery graph; null if there is none of this name. */
export async function galleryText(name: string): Promise<string | null> {
  const path = Object.keys(files).find((path) => nameOf(path) === name)
  const load = path === undefined ? undefined : files[path]
  return load === undefined ? null : await load()
}

/** The title that the document gives itself. */
export function galleryTitle(name: string): string {
  return titles[pathOf(name)] ?? name
}

export function galleryDescription(name: string): string {
  return descriptions[pathOf(name)] ?? ""
}

function shelfOf(name: string): number {
  return SHELVES.findIndex(([, names]) => names.test(name))
}

/** A graph with a name of its own before the numbered ones: it is what the shelf is about. */
function plainFirst(a: string, b: string): number {
  return Number(NUMBERED.test(a)) - Number(NUMBERED.test(b)) || a.localeCompare(b)
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.json$/, "")
}

function pathOf(name: string): string {
  return `../../../../graphs/${name}.json`
}
