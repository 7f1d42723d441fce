// Shelves in the order in which a network is built, with the words over them. A shelf that nobody named here comes last.

const TITLES: Readonly<Record<string, string>> = {
  source: "Sources",
  layer: "Layers",
  norm: "Normalisation",
  pool: "Pooling",
  activation: "Activation",
  shape: "Shape",
  maths: "Maths",
  reduce: "Reduce",
  loss: "Loss",
}
const ORDER = Object.keys(TITLES)

export function shelfTitle(shelf: string): string {
  return TITLES[shelf] ?? shelf.charAt(0).toUpperCase() + shelf.slice(1)
}

export function byShelf(a: string, b: string): number {
  const place = (shelf: string): number => (ORDER.includes(shelf) ? ORDER.indexOf(shelf) : ORDER.length)
  return place(a) - place(b) || a.localeCompare(b)
}
