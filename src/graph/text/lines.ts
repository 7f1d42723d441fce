/** Places in a text by line and column, both from 1; a column counts UTF-16 units, a line ends with LF, CR or CRLF. */
export class Lines {
  private readonly text: string
  private starts: number[] | null = null

  constructor(text: string) {
    this.text = text
  }

  at(offset: number): { readonly line: number; readonly column: number } {
    this.starts ??= lineStarts(this.text)
    let low = 0
    let high = this.starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 0x0a || (c === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) starts.push(at + 1)
  }
  return starts
}
