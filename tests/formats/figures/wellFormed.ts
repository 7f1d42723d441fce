// A small reader of XML that refuses what is not well-formed: enough for pictures, which have no comments, CDATA,
// declarations or entities of their own.

export interface XmlElement {
  readonly name: string
  readonly attrs: { readonly [name: string]: string }
  /** 0 for the outermost. */
  readonly depth: number
}

/** Every element in document order. Throws where the text is not well-formed. */
export function elementsIn(text: string): readonly XmlElement[] {
  const found: XmlElement[] = []
  const open: string[] = []
  const token = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (match === null) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 60)}`)
    const [, closes, opens, attributes = "", empty, content] = match
    if (content !== undefined) checkText(content)
    else if (closes !== undefined) {
      if (open.pop() !== closes) throw new Error(`</${closes}> at ${at} closes something else`)
    } else if (opens !== undefined) {
      if (open.length === 0 && found.length > 0) throw new Error("there are two outermost elements")
      found.push({ name: opens, attrs: attrsIn(attributes), depth: open.length })
      if (empty !== "/") open.push(opens)
    }
  }
  if (open.length > 0) throw new Error(`<${open.join("> <")}> is not closed`)
  return found
}

function attrsIn(text: string): { readonly [name: string]: string } {
  const attrs: Record<string, string> = {}
  for (const [, name = "", value = ""] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in attrs) throw new Error(`the attribute ${name} is there twice`)
    checkText(value)
    attrs[name] = value
  }
  return attrs
}

function checkText(text: string): void {
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`a bare & in ${text.slice(0, 60)}`)
  if (text.includes("]]>")) throw new Error("]]> in text")
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error("a character that XML forbids")
}
