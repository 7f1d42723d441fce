// Tables as people have them: what becomes of their columns, for graphs with different Inputs.

import { describe, expect, it, test } from "vitest"
import { readDataText } from "../../../src/formats/dataText.ts"
import type { FieldPlace } from "../../../src/formats/table/places.ts"
import type { TableChoice } from "../../../src/formats/table/table.ts"

const input = (id: string, ...example: number[]): FieldPlace => ({
  id,
  example,
  size: example.reduce((product, n) => product * n, 1),
  classes: null,
  target: false,
})
const target = (id: string, ...example: number[]): FieldPlace => ({ ...input(id, ...example), target: true })
const classes = (id: string, many: number): FieldPlace => ({ ...target(id), classes: many })

/** `x 3×4, labels 3 (a, b)`, or the problem. */
function fields(text: string, places: readonly FieldPlace[] = [], choice: TableChoice = {}): string {
  const read = readDataText(text, places, choice)
  if ("problem" in read) return read.problem
  const shapes = Object.entries(read.fields).map(([name, { shape }]) => `${name} ${shape.join("×")}`)
  return shapes.join(", ") + (read.classes === null ? "" : ` (${read.classes.join(", ")})`)
}
function numbers(text: string, field: string, places: readonly FieldPlace[] = [], choice: TableChoice = {}): number[] {
  const read = readDataText(text, places, choice)
  return "problem" in read ? [] : Array.from(read.fields[field]?.data ?? [])
}

const FOUR = [input("x", 4), classes("t", 3)]
const NAMES = "sepal_length,sepal_width,petal_length,petal_width,species"
const BODY = ["5.1,3.5,1.4,0.2,setosa", "7.0,3.2,4.7,1.4,versicolor", "6.3,3.3,6.0,2.5,virginica"]
const IRIS = [NAMES, ...BODY].join("\n")
const ROWS = BODY.map((line) => line.split(","))
const with_ = (mark: string, rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.join(mark)).join("\n")
const numbered = ROWS.map((row, at) => [String(at), ...row])

// One table of flowers in every guise: all become one field of 4 and a class.
const IRISES: readonly (readonly [what: string, text: string])[] = [
  ["commas", IRIS],
  ["Windows line ends and a byte order mark", `\uFEFF${IRIS.replaceAll("\n", "\r\n")}\r\n`],
  ["no names", BODY.join("\n")],
  ["tabs", with_("\t", [NAMES.split(","), ...ROWS])],
  ["semicolons", with_(";", [NAMES.split(","), ...ROWS])],
  ["bars", with_(" | ", [NAMES.split(","), ...ROWS])],
  ["spaces", with_("  ", ROWS)],
  ["semicolons and decimal commas", with_(";", ROWS).replaceAll(".", ",")],
  ["tabs and decimal commas", with_("\t", ROWS).replaceAll(".", ",")],
  ["spaces and decimal commas", with_(" ", ROWS).replaceAll(".", ",")],
  [
    "quotes and decimal commas",
    with_(
      ",",
      ROWS.map((row) => row.map((cell) => `"${cell.replace(".", ",")}"`)),
    ),
  ],
  [
    "quotes round everything",
    with_(
      ",",
      [NAMES.split(","), ...ROWS].map((row) => row.map((cell) => `"${cell}"`)),
    ),
  ],
  [
    "names of scikit-learn",
    IRIS.replace(/.*/, "sepal length (cm),sepal width (cm),petal length (cm),petal width (cm),species"),
  ],
  ["an Id column", with_(",", [["Id", ...NAMES.split(",")], ...numbered])],
  ["pandas' index", with_(",", [["", ...NAMES.split(",")], ...numbered])],
  ["pandas' index, saved twice", with_(",", [["Unnamed: 0", ...NAMES.split(",")], ...numbered])],
  [
    "R's row names",
    with_(" ", [NAMES.split(",").map((name) => `"${name}"`), ...numbered.map(([no, ...row]) => [`"${no}"`, ...row])]),
  ],
  ["an index without names", with_(",", numbered)],
  [
    "the label first",
    with_(",", [["species", "a", "b", "c", "d"], ...ROWS.map((row) => [row[4] ?? "", ...row.slice(0, 4)])]),
  ],
  [
    "the label in the middle",
    with_(
      ",",
      ROWS.map((row) => [...row.slice(0, 2), row[4] ?? "", ...row.slice(2, 4)]),
    ),
  ],
  ["columns counted from 0", IRIS.replace(/.*/, "0,1,2,3,species")],
  ["NumPy's comment on top", `# iris\n# ${NAMES}\n${BODY.join("\n")}`],
  ["a mark at every line's end", `${IRIS.replaceAll("\n", ",\n")},`],
  ["empty lines between", IRIS.replaceAll("\n", "\n\n")],
]

test.each(IRISES)("flowers with %s", (_, text) => {
  expect(fields(text, FOUR)).toBe("x 3×4, labels 3 (setosa, versicolor, virginica)")
  expect(numbers(text, "x", FOUR)).toEqual([5.1, 3.5, 1.4, 0.2, 7, 3.2, 4.7, 1.4, 6.3, 3.3, 6, 2.5])
  expect(numbers(text, "labels", FOUR)).toEqual([0, 1, 2])
})

// What the Inputs are decides.
const JOINED: readonly (readonly [what: string, text: string, places: readonly FieldPlace[], found: string])[] = [
  ["no graph: every name alone", "a,b\n1,2\n3,4", [], "a 2×1, b 2×1"],
  ["no Input fits: one field, which can be made to", "a,b,c\n1,2,3\n4,5,6", [input("x", 7)], "x 2×3"],
  ["two Inputs of one number each", "year,price\n1,2\n3,4", [input("x", 1), target("t", 1)], "year 2×1, price 2×1"],
  [
    "three features and a target",
    "rooms,area,age,price\n1,2,3,4\n5,6,7,8",
    [input("x", 3), target("t", 1)],
    "x 2×3, t 2×1",
  ],
  [
    "a target Input that stands first",
    "a,b,c,price\n1,2,3,4\n5,6,7,8",
    [target("t", 1), input("x", 3)],
    "x 2×3, t 2×1",
  ],
  ["a target column that stands first", "y,a,b,c\n1,2,3,4\n5,6,7,8", [input("x", 3), target("t", 1)], "t 2×1, x 2×3"],
  ["several targets", "a,b,c,u,v\n1,2,3,4,5\n6,7,8,9,0", [input("x", 3), target("t", 2)], "x 2×3, t 2×2"],
  [
    "names that say what belongs together",
    "y1,y2,x1,x2,x3\n1,2,3,4,5\n6,7,8,9,0",
    [input("x", 3), target("t", 2)],
    "y 2×2, x 2×3",
  ],
  ["a target of no axis but the batch", "a,b,c\n1,2,3\n4,5,6", [input("x", 2), target("t")], "x 2×2, t 2"],
  ["two Inputs of features", "a,b,c,d,e\n1,2,3,4,5\n6,7,8,9,0", [input("u", 2), input("v", 3)], "u 2×2, v 2×3"],
  [
    "noise of which the table knows nothing",
    "a,b,c,y\n1,2,3,4\n5,6,7,8",
    [input("eps", 2), input("x", 3), target("t", 1)],
    "x 2×3, t 2×1",
  ],
  [
    "a picture a line",
    "label,p0,p1,p2,p3\n1,0,255,0,9\n0,1,2,3,4",
    [input("x", 1, 2, 2), classes("t", 10)],
    "p 2×1×2×2, labels 2",
  ],
  ["a class of numbers at the end", "1.5,2,1\n3,4,0\n5,6,1", [input("x", 2), classes("t", 2)], "x 3×2, labels 3"],
  ["a class of numbers in front", "1,1.5,2.5\n0,3,4\n1,5,6", [input("x", 2), classes("t", 2)], "x 3×2, labels 3"],
  ["no class though the graph compares some", "1.5,1\n3,0\n5,1", [input("x", 2), classes("t", 2)], "x 3×2"],
  [
    "classes of numbers that are no indices",
    "a,class\n1.5,7\n3,9\n5,7",
    [input("x", 1), classes("t", 2)],
    "a 3×1, labels 3 (7, 9)",
  ],
  [
    "classes that the graph can hold stay",
    "a,class\n1.5,7\n3,9\n5,7",
    [input("x", 1), classes("t", 10)],
    "a 3×1, labels 3",
  ],
  ["one-hot columns", "a,b,cat,dog\n1,2,0,1\n3,4,1,0", [input("x", 2), classes("t", 2)], "x 2×2, labels 2 (cat, dog)"],
  [
    "one-hot columns for a target as wide",
    "a,b,c1,c2\n1,2,0,1\n3,4,1,0",
    [input("x", 2), target("t", 2)],
    "x 2×2, t 2×2",
  ],
  [
    "words for a target of one number",
    "a,b,kind\n1,2,yes\n3,4,no",
    [input("x", 2), target("t", 1)],
    "x 2×2, labels 2×1",
  ],
  ["words for a one-hot target", "a,b,kind\n1,2,u\n3,4,v\n5,6,w", [input("x", 2), target("t", 3)], "x 3×2, labels 3×3"],
  [
    "true and false as a class",
    "a,b,ok\n1,2,True\n3,4,False",
    [input("x", 2), classes("t", 2)],
    "x 2×2, labels 2 (False, True)",
  ],
  ["true and false as a feature", "a,ok\n1,True\n3,False", [input("x", 2)], "x 2×2"],
  [
    "a reading that is not whole is no class",
    "a,label\n1,0.5\n3,0.25",
    [input("x", 1), target("t", 1)],
    "a 2×1, labels 2×1",
  ],
  ["two columns of one name", "a,a\n1,2\n3,4", [], "a 2×1, a (2) 2×1"],
]

test.each(JOINED)("%s", (_, text, places, found) => {
  expect(fields(text, places)).toBe(found)
})

describe("a choice", () => {
  it("overrules what was guessed", () => {
    expect(fields(IRIS, FOUR, { join: "each" })).toBe(
      "sepal_length 3×1, sepal_width 3×1, petal_length 3×1, petal_width 3×1, labels 3 (setosa, versicolor, virginica)",
    )
    expect(fields("a,b\n1,2\n3,4", [], { join: "one" })).toBe("x 2×2")
    expect(fields("a,b,c\n1,2,0\n3,4,1", [input("x", 3), classes("t", 2)], { label: "c" })).toBe("x 2×2, labels 2")
    expect(fields("id,a\n1,2\n2,4", [input("x", 1)])).toBe("a 2×1")
    expect(fields("id,a\n1,2\n2,4", [input("x", 1)], { keepIndex: true, join: "one" })).toBe("x 2×2")
    expect(fields("a,b\n1,2\n3,4", [], { label: "z" })).toBe('There is no column "z" in the table.')
  })

  it("between two columns of words is asked for, unless a name tells", () => {
    const text = "town,kind,a\nUlm,u,1\nBonn,v,2\nUlm,v,3"
    expect(fields(text)).toBe("a 3×1, labels 3 (u, v)")
    const unclear = text.replace("kind", "colour")
    expect(readDataText(unclear)).toMatchObject({ labels: ["town", "colour"] })
    expect(fields(unclear, [], { label: "colour" })).toBe("a 3×1, labels 3 (u, v)")
    expect(readDataText(unclear, [], { label: "colour" })).toMatchObject({
      table: { notes: [expect.any(String), '"town" holds words and is left out.'] },
    })
  })
})

describe("what is missing or no number is said with its line and column", () => {
  const holed = "a,b,kind\n1,2,u\n3,,v\n5,6,u\n7,NA,v"
  it("and lines without a value can be left out", () => {
    const sentence =
      'Line 3, column "b", is empty: a value is missing, and 2 lines are like that; fill it in or leave those lines out.'
    expect(readDataText(holed)).toEqual({ problem: sentence, missing: 2 })
    expect(fields(holed, [input("x", 2)], { skipMissing: true })).toBe("x 2×2, labels 2 (u)")
    expect(readDataText("1,2\n?,4")).toMatchObject({ problem: expect.stringContaining('Line 2, column 1, holds "?"') })
    expect(fields("a\nNA\nNA")).toContain("is missing")
  })
  it("a class may be called none, a number may not", () => {
    expect(fields("a,kind\n1,none\n2,some", [])).toBe("a 2×1, labels 2 (none, some)")
    expect(fields("a,b\n1,none\n2,3\n4,5", [])).toContain('Line 2, column "b", holds "none"')
  })
  it("and what is no number", () => {
    expect(fields("a,b\n1,2\n3,x4\n5,6")).toBe('Line 3, column "b": "x4" is not a number.')
    expect(fields("a,b\n1,2\n3,1e999\n5,6")).toBe('Line 3, column "b": "1e999" is too large for a number.')
    expect(fields('a,b\n1,"1,234"\n2,"5,678"')).toBe(
      '"1,234" may mean 1.234 or 1234; write numbers with a point and without commas.',
    )
  })
})

test("numbers with marks between thousands", () => {
  expect(numbers('a,b\n1,"1,234.5"\n2,"12,345,678"', "b")).toEqual([1234.5, 12345678])
  expect(numbers("a;b\n1.234,5;2\n3,25;−4", "a")).toEqual([1234.5, 3.25])
})

test("quoted cells hold marks, quotes and line ends", () => {
  expect(fields('width,"kind, of"\n1,"a, ""b"""\n2,"c\nd"')).toBe('width 2×1, labels 2 (a, "b", c\nd)')
  expect(fields('a,b\n1,"2\n3\n"\n4')).toContain("The table is uneven")
})

test("reading takes as long as a table is wide, not as its square", () => {
  const milliseconds = (width: number): number => {
    const line = Array.from({ length: width }, (_, at) => at % 7).join(",")
    const text = [Array.from({ length: width }, (_, at) => `p${at}`).join(","), ...Array(10).fill(line)].join("\n")
    const times = [1, 2, 3].map(() => {
      const began = performance.now()
      expect(fields(text, [input("x", 3, width / 3)])).toBe(`p 10×3×${width / 3}`)
      return performance.now() - began
    })
    return Math.min(...times)
  }
  // 16 times as wide: 16 times as long, and not 256 times.
  expect(milliseconds(3072)).toBeLessThan(80 * Math.max(2, milliseconds(192)))
})
