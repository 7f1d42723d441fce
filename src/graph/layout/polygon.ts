import type { Point } from "../document.ts"

/** Whether a point lies inside a closed outline, by the number of its sides that a ray to the right crosses. */
export function isInside([x, y]: Point, outline: readonly Point[]): boolean {
  let inside = false
  for (const [i, [x1, y1]] of outline.entries()) {
    const [x2, y2] = outline[(i + outline.length - 1) % outline.length] ?? [x1, y1]
    // Of two sides that meet at the ray's height only the one that goes above it counts.
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}
