import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import {
  galleryDescription,
  galleryNames,
  galleryShelves,
  galleryTitle,
} from "../../src/commands/file/opening/galleryShelves.ts"

const folder = new URL("../../graphs/", import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith(".json"))

describe("the gallery", () => {
  test("is the folder, and says of each graph what the graph says of itself", () => {
    expect([...galleryNames].sort()).toEqual(files.map((file) => file.replace(/\.json$/, "")).sort())
    for (const name of galleryNames) {
      const { title, description } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"))
      expect(galleryTitle(name)).toBe(title)
      expect(galleryDescription(name)).toBe(description)
    }
  })

  test("puts every graph on one shelf", () => {
    expect(galleryShelves.flatMap(({ names }) => names).sort()).toEqual([...galleryNames].sort())
    expect(galleryShelves.map(({ title }) => title)).toEqual([
      "Homework tables",
      "Batch norm",
      "Convolution",
      "Gradients",
      "Dropout and regularisation",
      "Training",
      "Networks",
    ])
    expect(galleryShelves[1]?.names[0]).toBe("batch-norm")
  })
})
