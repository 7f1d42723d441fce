// How large a chip is: as large as its words, with room for the widest of what it may say at other times.

import { RMS_MARK } from "../text/tensorNumber.ts"
import { textWidth } from "../text/textWidth.ts"

/** Height of a chip, in pixels at zoom 1. */
export const CHIP_HEIGHT = 16

/** Size of a chip's letters, and of the mark before a number, in pixels of the screen. */
const LETTERS = 11
const MARK = 11
/** Room at both sides of its text. */
const SIDES = 8

/** A chip's width around its text, in pixels at zoom 1. */
export function chipWidth(text: string): number {
  const mark = text.startsWith(`${RMS_MARK} `) ? RMS_MARK : ""
  return Math.round(textWidth(text.slice(mark.length), LETTERS, 550) + textWidth(mark, MARK) + SIDES)
}

/** What a number takes, with its mark and without. */
const NUMBER = chipWidth(`${RMS_MARK} 0.000`)
const BARE_NUMBER = chipWidth("0.0000")

/** The room that is kept for a chip which says `text` now, and `shape` or a number at other times; and the least of it. */
export function chipRoom(shape: string, text: string): { readonly room: number; readonly least: number } {
  return {
    room: Math.max(chipWidth(shape), chipWidth(text), NUMBER),
    least: Math.max(chipWidth(shape), chipWidth(withoutMark(text)), BARE_NUMBER),
  }
}

/** What a chip says in a room of this width, in pixels at zoom 1: without its mark where there is none for it. */
export function chipText(text: string, room: number): string {
  return chipWidth(text) <= room + 1 ? text : withoutMark(text)
}

function withoutMark(text: string): string {
  return text.startsWith(`${RMS_MARK} `) ? text.slice(RMS_MARK.length + 1) : text
}
