// SVG as text. Whatever strangers wrote passes through here: it cannot end an element or an attribute, and characters that
// XML forbids, or that turn the writing direction, are left out.

export type Attrs = { readonly [name: string]: string | number | undefined }

// Controls, what has no width, halves of pairs, line and paragraph ends, and the two code points that XML refuses.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu
const ESCAPES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Text that may stand in an element or between double quotes. */
export function escapeXml(text: string): string {
  return seen(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "")
}

/** Text on one line with nothing in it that is not seen. */
export function seen(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ").replace(UNSEEN, "")
}

/** `<name a="1">…</name>`; `content` is markup already. */
export function element(name: string, attrs: Attrs, content = ""): string {
  const words = Object.entries(attrs).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? writeNumber(value) : escapeXml(value)}"`],
  )
  return content === "" ? `<${name}${words.join("")}/>` : `<${name}${words.join("")}>${content}</${name}>`
}

/** A hundredth of a pixel is finer than anybody sees. */
export function writeNumber(number: number): string {
  const rounded = Math.round(number * 100) / 100
  return Object.is(rounded, -0) ? "0" : String(rounded)
}
