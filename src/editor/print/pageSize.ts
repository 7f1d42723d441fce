/** Pages of this size in CSS pixels, without a margin, until the answer is called. A pixel more: rounding makes no second page. */
export function pageOf({ width, height }: { readonly width: number; readonly height: number }): () => void {
  const style = new CSSStyleSheet()
  style.replaceSync(`@page { size: ${width}px ${height + 1}px; margin: 0 }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== style)
  }
}
