// A part of a sheet: its own markup from 0, 0, and how big it is.

export interface Block {
  readonly svg: string
  readonly width: number
  readonly height: number
}

export const NOTHING: Block = { svg: "", width: 0, height: 0 }
