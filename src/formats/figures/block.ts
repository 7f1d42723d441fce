// A part of a sheet: its own markup from 0, 0, and how big it is.

export interface FigureBlock {
  readonly svg: string
  readonly width: number
  readonly height: number
}

export const NOTHING: FigureBlock = { svg: "", width: 0, height: 0 }
