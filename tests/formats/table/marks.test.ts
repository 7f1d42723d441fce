// Tables whose first line are numbers, and numbers with signs around them.

import { expect, it, test } from "vitest"
import { readDataText } from "../../../src/formats/dataText.ts"
import { readCells } from "../../../src/formats/table/cells.ts"
import { isPercent } from "../../../src/formats/table/numbers.ts"

const namesOf = (text: string): readonly string[] | null => {
  const read = readCells(text)
  if ("problem" in read) throw new Error(read.problem)
  return read.names
}
function read(text: string) {
  const found = readDataText(text, [], {})
  if ("problem" in found) throw new Error(found.problem)
  return found
}

it.each([
  ["years over measurements", "1990,1991,1992\n3.5,4.1,4.9\n2.2,2.4,2.6", ["1990", "1991", "1992"]],
  ["years over whole numbers", "2019;2020;2021\n120;95;143\n88;91;90", ["2019", "2020", "2021"]],
  ["columns counted from 0", "0,1,2\n5.1,3.5,1.4\n7,3.2,4.7", ["0", "1", "2"]],
] as const)("%s are names", (_, text, names) => {
  expect(namesOf(text)).toEqual(names)
})

it.each([
  ["every row is like the first", "1990,1991,1992\n1993,1994,1995"],
  ["a matrix", "1,2,3\n4,5,6"],
  ["a matrix from 0", "0,1,2\n3,4,5"],
  ["whole numbers below 0, 1, 2", "0,1,2\n7,1,3"],
  ["no year", "12,13,14\n2.5,2.6,2.7"],
  ["years with a gap", "1990,1995,2000\n3.5,4.1,4.9"],
  ["two columns", "1990,1991\n3.5,4.1"],
  ["one line", "1990,1991,1992"],
] as const)("no names: %s", (_, text) => {
  expect(namesOf(text)).toBeNull()
})

test("numbers in percent are read as they stand, and that is said", () => {
  const { fields, table } = read("share,cost\n12.5%,3\n7 %,4\n−1%,5")
  expect([...fields.share!.data]).toEqual([12.5, 7, -1])
  expect(table?.notes).toEqual(['"share" is in percent: 12 % is 12.'])
  const decimalCommas = read("share;cost\n12,5%;3,5\n7%;4").fields
  expect([...decimalCommas.share!.data, ...decimalCommas.cost!.data]).toEqual([12.5, 7, 3.5, 4])
  expect(isPercent("all%")).toBe(false)
})

test("numbers in quotes, and thousands beside decimals", () => {
  const { a, b } = read("a,b\n'1.5',\"2\"\n'3','4'").fields
  expect([...a!.data, ...b!.data]).toEqual([1.5, 3, 2, 4])
  expect([...read('a,b\n0.5,"1,234"\n2,"5,678"').fields.b!.data]).toEqual([1234, 5678])
})
