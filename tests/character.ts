// Any character at all, for random texts.

import fc from "fast-check"

const SURROGATES_FROM = 0xd800
const SURROGATES = 0x800

/**
 * What fast-check's unit "binary" draws, every code point but halves of pairs, without its table of all 1.1 million of them,
 * which takes a second and a half in every process that asks for it.
 */
export const character = fc.nat(0x10ffff - SURROGATES).map(
  (index) => String.fromCodePoint(index < SURROGATES_FROM ? index : index + SURROGATES),
  (value) => {
    if (typeof value !== "string" || [...value].length !== 1) throw new Error("not one character")
    const point = value.codePointAt(0) ?? 0
    if (point >= SURROGATES_FROM && point < SURROGATES_FROM + SURROGATES) throw new Error("half a pair")
    return point < SURROGATES_FROM ? point : point - SURROGATES
  },
)
