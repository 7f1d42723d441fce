// The gallery as lists and search show it: titles and descriptions are at hand without their graphs.

const titles = import.meta.glob<string>("../../../../graphs/*.json", { import: "title", eager: true })
const descriptions = import.meta.glob<string>("../../../../graphs/*.json", { import: "description", eager: true })

/** `conv3-pool2-fc3`, `batch-norm`, … */
export const galleryNames: readonly string[] = Object.keys(titles).map((path) =>
  path.replace(/^.*\//, "").replace(/\.json$/, ""),
)

/** What graphs are of, by how their files are named; a graph that fits nowhere comes under "More". */
const SHELVES: readonly (readonly [title: string, names: RegExp])[] = [
  ["Homework tables", /^conv3-/],
  ["Batch norm", /^(?:batch-norm|b\d+-)/],
  ["Convolution", /^f\d+-/],
  ["Gradients", /^g\d+-/],
  ["Dropout and regularisation", /^d\d+-/],
  ["Training", /^(?:spirals$|t\d+-)/],
  ["Networks", /^(?:resnet-|ten-digits$)/],
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

function pathOf(name: string): string {
  return `../../../../graphs/${name}.json`
}
