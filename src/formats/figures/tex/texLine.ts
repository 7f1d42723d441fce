// Puts set boxes together.

import type { Glyphs, Stroke, TexBox } from "./texBox.ts"

/** Boxes one after another on a baseline. */
export class Line {
  private width = 0
  private height = 0
  private depth = 0
  private slant = 0
  private single = false
  private readonly glyphs: Glyphs[] = []
  private readonly strokes: Stroke[] = []

  skip(width: number): void {
    this.width += width
  }

  add(box: TexBox, down = 0): void {
    this.put(box, this.width, down)
    this.width += box.width
    this.slant = box.slant
    this.single = box.single
  }

  /** At a place, without moving on. */
  put(box: TexBox, x: number, down: number): void {
    this.height = Math.max(this.height, box.height - down)
    this.depth = Math.max(this.depth, box.depth + down)
    for (const glyph of box.glyphs) this.glyphs.push({ ...glyph, x: glyph.x + x, y: glyph.y + down })
    for (const stroke of box.strokes) this.strokes.push({ ...stroke, x: stroke.x + x, y: stroke.y + down })
  }

  box(keepSingle = false): TexBox {
    const { width, height, depth, glyphs, strokes } = this
    const single = keepSingle && this.single
    return { width, height, depth, glyphs, strokes, slant: keepSingle ? this.slant : 0, single }
  }
}
