// A plot as a file: the drawing on screen as SVG, with its colours written in so that it looks the same elsewhere.

const STYLED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "font-size",
  "font-weight",
] as const

/** The text of an SVG file with a title. Colours, widths and fonts are those of the screen at this moment. */
export function plotSvg(drawing: SVGSVGElement, title: string): string {
  const copy = drawing.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) throw new Error("a copy of an SVG element is no SVG element")
  const shapes = drawing.querySelectorAll("*")
  for (const [i, shape] of copy.querySelectorAll("*").entries()) {
    const original = shapes[i]
    if (original === undefined) continue
    const style = getComputedStyle(original)
    for (const name of STYLED) shape.setAttribute(name, style.getPropertyValue(name))
    shape.removeAttribute("class")
  }
  const ground = getComputedStyle(drawing)
  const heading = document.createElementNS("http://www.w3.org/2000/svg", "title")
  heading.textContent = title
  copy.prepend(heading)
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  copy.setAttribute("viewBox", `0 0 ${drawing.clientWidth} ${drawing.clientHeight}`)
  copy.setAttribute("font-family", ground.fontFamily)
  copy.removeAttribute("aria-hidden")
  return `${new XMLSerializer().serializeToString(copy)}\n`
}
