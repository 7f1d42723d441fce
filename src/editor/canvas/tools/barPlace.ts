// Where the bar of a selection stands: beside it, in the free part of the view, on no other card, and on words of wires only
// where there is no other place.

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Between the bar and the selection, in pixels of the screen. */
const GAP = 12

/**
 * The upper left corner of a bar of this size, in pixels of the screen: above the selection, else below, right or left of
 * it. Null if it would cover something everywhere: what it does is in the menus as well.
 */
export function barPlace(
  selection: Rect,
  bar: { readonly width: number; readonly height: number },
  view: Rect,
  others: readonly Rect[],
  words: readonly Rect[] = [],
): { readonly x: number; readonly y: number } | null {
  const { x, y, width, height } = selection
  const across = clamp(x + width / 2 - bar.width / 2, view.x, view.x + view.width - bar.width)
  const down = clamp(y + height / 2 - bar.height / 2, view.y, view.y + view.height - bar.height)
  const places = [
    { x: across, y: y - GAP - bar.height },
    { x: across, y: y + height + GAP },
    { x: x + width + GAP, y: down },
    { x: x - GAP - bar.width, y: down },
  ]
  const isFree = (place: { readonly x: number; readonly y: number }): boolean => {
    const box = { ...place, ...bar }
    return isInside(box, view) && ![selection, ...others].some((other) => meet(box, other))
  }
  const free = places.filter(isFree)
  return free.find((place) => !words.some((one) => meet({ ...place, ...bar }, one))) ?? free[0] ?? null
}

function isInside(box: Rect, view: Rect): boolean {
  const [right, bottom] = [box.x + box.width, box.y + box.height]
  return box.x >= view.x && box.y >= view.y && right <= view.x + view.width && bottom <= view.y + view.height
}

function meet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}

/** A rectangle of the canvas in pixels of the screen. */
export function screenRect({ x, y, width, height }: Rect, [dx, dy, zoom]: readonly [number, number, number]): Rect {
  return { x: x * zoom + dx, y: y * zoom + dy, width: width * zoom, height: height * zoom }
}
