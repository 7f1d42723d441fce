// Where the bar of a selection stands: beside it, in the free part of the view, on no other card and no group's title, and on
// words of wires only where there is no other place.

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Between the bar and the selection, in pixels of the screen: better the first; the last leaves room for a group's title. */
const GAPS = [12, 3, 42]
/** In the middle of a side, or level with one of its ends. */
const ENDS = [0, -1, 1]

/**
 * The upper left corner of a bar of this size, in pixels of the screen: above the selection, else below, right or left of
 * it, in the middle of that side or level with an end of it. Null if it would cover something everywhere: what it does is in the menus as
 * well.
 */
export function barPlace(
  selection: Rect,
  bar: { readonly width: number; readonly height: number },
  view: Rect,
  others: readonly Rect[],
  words: readonly Rect[] = [],
): { readonly x: number; readonly y: number } | null {
  const isFree = (place: { readonly x: number; readonly y: number }): boolean => {
    const box = { ...place, ...bar }
    return isInside(box, view) && ![selection, ...others].some((other) => meet(box, other))
  }
  const places = GAPS.flatMap((gap) => ENDS.flatMap((end) => placesBeside(selection, bar, view, gap, end)))
  const free = places.filter(isFree)
  return free.find((place) => !words.some((one) => meet({ ...place, ...bar }, one))) ?? free[0] ?? null
}

function placesBeside(
  { x, y, width, height }: Rect,
  bar: { readonly width: number; readonly height: number },
  view: Rect,
  gap: number,
  end: number,
): readonly { readonly x: number; readonly y: number }[] {
  const along = (start: number, length: number, own: number, from: number, room: number): number =>
    clamp(start + length / 2 - own / 2 + (end * Math.abs(length - own)) / 2, from, from + room - own)
  const across = along(x, width, bar.width, view.x, view.width)
  const down = along(y, height, bar.height, view.y, view.height)
  return [
    { x: across, y: y - gap - bar.height },
    { x: across, y: y + height + gap },
    { x: x + width + gap, y: down },
    { x: x - gap - bar.width, y: down },
  ]
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
