// model.py and check.py of every graph of the gallery as text.

import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { folderOf, programProblems } from "./export.ts"

const gallery = new URL("../../../graphs/", import.meta.url)
const names = readdirSync(gallery).filter((name) => name.endsWith(".json"))

it.each(names)("%s is a program, the same each time", async (name) => {
  const text = readFileSync(new URL(name, gallery), "utf8")
  const heavy = name === "resnet-152.json"
  const [one, other] = await Promise.all([folderOf(text, "train", heavy), folderOf(text, "train", heavy)])
  expect(one.lost).toEqual([])
  for (const program of [one.model, one.check]) {
    expect(programProblems(program)).toEqual([])
    expect(program.split("\n").filter((line) => line.length > 120)).toEqual([])
    expect(program).not.toMatch(/<<|undefined|\[object/)
  }
  expect([other.model, other.check]).toEqual([one.model, one.check])
  expect(Buffer.from(one.numbers).equals(other.numbers)).toBe(true)
})
