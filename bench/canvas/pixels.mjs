// Whether every wire is really on the screen: the pixels around the middle of each are looked at in a picture of the page.

import { camera } from "./drive.mjs"

/** Lighter than this is the canvas or one of its dots. */
const LIGHT = 226

/**
 * Of the wires whose middle is in view, and under no node and no chip: how many leave a mark there; and how many wires the page says it draws
 * of those in the document. Throws if empty places seem marked, too.
 */
export async function checkWires(page, { middles, wires }) {
  const { x, y, width, height, dx, dy, zoom } = await camera(page)
  const inView = middles
    .map(([a, b]) => [x + dx + a * zoom, y + dy + b * zoom])
    .filter(([a, b]) => a > x + 8 && b > y + 8 && a < x + width - 190 && b < y + height - 130)
  const seen = await withoutChips(page, inView)
  const picture = (await page.screenshot()).toString("base64")
  const blank = await page.context().newPage()
  const marks = (points) =>
    blank.evaluate(
      async ([picture, points, light]) => {
        const image = new Image()
        image.src = `data:image/png;base64,${picture}`
        await image.decode()
        const pen = new OffscreenCanvas(image.width, image.height).getContext("2d")
        pen.drawImage(image, 0, 0)
        return points.filter(([x, y]) => {
          const { data } = pen.getImageData(Math.round(x) - 1, Math.round(y) - 1, 3, 3)
          return data.some((value, i) => i % 4 === 0 && value < light)
        }).length
      },
      [picture, points, LIGHT],
    )
  const corner = Array.from({ length: 60 }, (_, i) => [x + 4 + (i % 4), y + 200 + i * 3])
  const [found, wrong] = [await marks(seen), await marks(corner)]
  await blank.close()
  if (wrong > 6) throw new Error(`${wrong} of 60 empty places look like wires: the check says nothing`)
  const drawn = await page.evaluate(() => {
    const far = document.querySelector("canvas[data-wires]")
    return Number(far?.dataset.wires ?? document.querySelectorAll(".react-flow__edge").length)
  })
  return { found, of: seen.length, missing: seen.length - found + Math.abs(wires - drawn), drawn, wires }
}

/** Points that no chip lies on: its ground hides the wire, and its letters need not stand there. */
function withoutChips(page, points) {
  return page.evaluate((points) => {
    const chips = [...document.querySelectorAll("div[data-wire]")].map((chip) => chip.getBoundingClientRect())
    return points.filter(
      ([x, y]) => !chips.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom),
    )
  }, points)
}
