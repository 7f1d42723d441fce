// Holds the walls of the house: a file imports from a lower floor or from its own folder, types included.

import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const FLOORS: Readonly<Record<string, number>> = {
  tensor: 0,
  formula: 0,
  kernels: 0,
  ops: 1,
  graph: 2,
  engine: 3,
  formats: 3,
  state: 4,
  commands: 5,
  editor: 6,
  cli: 6,
}
const src = fileURLToPath(new URL("../src", import.meta.url))
const LIBRARY = join(src, "library.ts")

interface Import {
  readonly from: string
  readonly to: string
}

/** Every specifier of `import … from`, `import "…"`, `export … from`, `import("…")` and `import("…").Type`. */
function specifiersIn(text: string): readonly string[] {
  const code = withoutComments(text)
  const found = [
    /\b(?:import|export)\b[^"'`;()]*?\bfrom\s*(["'])([^"'\n]+)\1/g,
    /\bimport\s*(["'])([^"'\n]+)\1/g,
    /\bimport\s*\(\s*(["'`])([^"'`\n]+)\1/g,
    /\bnew\s+URL\s*\(\s*(["'])(\.[^"'\n]+\.tsx?)\1/g,
  ].flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[2] ?? ""))
  return [...new Set(found)]
}

/** The modules of src that a file outside imports, or has Vite load by their addresses. */
function sourcesIn(text: string, file: string): readonly string[] {
  const imported = specifiersIn(text)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => resolve(dirname(file), specifier))
  const loaded = [...withoutComments(text).matchAll(/(["'`])\/(src\/[^"'`\n]+)\1/g)].map((match) =>
    resolve(src, "..", match[2] ?? ""),
  )
  return [...imported, ...loaded].filter((path) => !relative(src, path).startsWith(".."))
}

/** Comments become spaces; a `//` inside a string stays, since it is read as a string first. */
function withoutComments(text: string): string {
  const pieces = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g
  return text.replace(pieces, (piece) => (piece.startsWith("/") ? " " : piece))
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(tsx?|mjs)$/.test(name) ? [path] : []
  })
}

function foldersUnder(folder: string): readonly string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory())
    .flatMap((path) => [path, ...foldersUnder(path)])
}

const files = filesUnder(src)
const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]))
const imports: readonly Import[] = files.flatMap((file) =>
  specifiersIn(texts.get(file) ?? "")
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({ from: file, to: resolve(dirname(file), specifier.replace(/\?.*$/, "")) })),
)
const name = (path: string) => relative(src, path)
const folderOf = (path: string) => (name(path).includes("/") ? (name(path).split("/")[0] ?? "") : "")

/** Why one file may not import another, or null. */
function complaint(from: string, to: string): string | null {
  if (from === to || from === "") return null
  const above = FLOORS[from]
  const below = FLOORS[to]
  if (above === undefined || below === undefined) return `${above === undefined ? from : to} has no floor`
  return below < above ? null : `${from} (${above}) may not know ${to} (${below})`
}

describe("the reader of imports", () => {
  it("sees every form, and nothing in comments", () => {
    const text = `
      import type { A } from "./a.ts"
      import {
        b,
        type C,
      } from './b.ts'
      import d, * as e from "./d.ts"
      import "./effect.ts"
      export { f } from "./f.ts"
      export * from "./g.ts"
      const h = await import("./h.ts")
      type I = import("./i.ts").I
      new Worker(new URL("./worker.ts", import.meta.url))
      // import { no } from "./comment.ts"
      /* export * from "./block.ts" */
      const address = "https://example.org" // import "./after.ts"
      import{j}from"./j.ts"`
    const seen = ["a", "b", "d", "effect", "f", "g", "h", "i", "worker", "j"].map((file) => `./${file}.ts`)
    expect([...specifiersIn(text)].sort()).toEqual(seen.sort())
  })
  it("sees what a file outside takes from src, loaded or imported", () => {
    const text = `
      import { run } from "../src/library.ts"
      import { browser } from "./browser.mjs"
      const paths = ["/src/graph/wire.ts"].map((path) => server.ssrLoadModule(path))
      await server.ssrLoadModule('/src/cli/main.ts') // "/src/comment.ts"
      writeFileSync(new URL("src/written.ts", root))`
    const seen = sourcesIn(text, join(src, "../scripts/one.mjs")).map(name)
    expect(seen).toEqual(["library.ts", "graph/wire.ts", "cli/main.ts"])
  })
  it("knows up from down", () => {
    expect(complaint("graph", "ops")).toBeNull()
    expect(complaint("graph", "graph")).toBeNull()
    expect(complaint("ops", "graph")).toBe("ops (1) may not know graph (2)")
    expect(complaint("engine", "formats")).toBe("engine (3) may not know formats (3)")
    expect(complaint("tensor", "formula")).toBe("tensor (0) may not know formula (0)")
    expect(complaint("editor", "cli")).toBe("editor (6) may not know cli (6)")
    expect(complaint("editor", "utils")).toBe("utils has no floor")
  })
})

describe("the house", () => {
  it("was found", () => {
    expect(files.length).toBeGreaterThan(10)
    expect(imports.length).toBeGreaterThan(10)
  })
  it("every file imports from a lower floor or its own folder", () => {
    const wrong = imports.flatMap(({ from, to }) => {
      const why = complaint(folderOf(from), folderOf(to))
      return why === null ? [] : [`${name(from)} imports ${name(to)}: ${why}`]
    })
    expect(wrong).toEqual([])
  })
  it("only main.ts and library.ts lie outside the folders, and all folders have a floor", () => {
    expect(readdirSync(src).length).toBeLessThanOrEqual(13)
    const entries = readdirSync(src).filter((entry) => FLOORS[entry] === undefined)
    expect(entries.filter((entry) => !/^(main\.ts|library\.ts|[\w-]+\.(css|d\.ts))$/.test(entry))).toEqual([])
  })
  it("the library opens what needs no page, and nothing inside goes through it", () => {
    const opened = imports.filter(({ from }) => from === LIBRARY).map(({ to }) => folderOf(to))
    expect([...new Set(opened)].filter((folder) => (FLOORS[folder] ?? 9) > 3)).toEqual([])
    expect(imports.filter(({ to }) => to === LIBRARY).map(({ from }) => name(from))).toEqual([])
  })
  it("benches and scripts go through the library and nothing deeper", () => {
    const outside = ["bench", "scripts"].flatMap((folder) => filesUnder(join(src, "..", folder)))
    const deep = outside.flatMap((file) =>
      sourcesIn(readFileSync(file, "utf8"), file)
        .filter((path) => path !== LIBRARY)
        .map((path) => `${relative(join(src, ".."), file)} knows ${name(path)}`),
    )
    expect(outside.length).toBeGreaterThan(10)
    expect(deep).toEqual([])
  })
  it("no two folders import each other, parent and child included", () => {
    expect(mutualAmong(imports)).toEqual([])
  })
  it("a folder has at most 20 entries, lists aside", () => {
    const crowded = foldersUnder(src).filter((folder) => readdirSync(folder).length > 20 && !LISTS.test(name(folder)))
    expect(crowded.map((folder) => `${name(folder)}: ${readdirSync(folder).length}`)).toEqual([])
  })
  it("a folder with a subject says in a file's first lines what it holds and what it leaves to others", () => {
    const silent = foldersUnder(src).filter((folder) => {
      const heads = readdirSync(folder)
        .filter((entry) => /\.tsx?$/.test(entry))
        .map((entry) => headOf(texts.get(join(folder, entry)) ?? ""))
      const isList = LISTS.test(name(folder)) || heads.every((head) => head === "")
      return heads.length >= 5 && !isList && !heads.some((head) => /\bthis folder\b/i.test(head))
    })
    expect(silent.map(name)).toEqual([])
  })
  it("comments name files that are there", () => {
    const root = readdirSync(join(src, ".."))
    const known = [...files.map(name), ...root]
    const gone = [...texts].flatMap(([file, text]) =>
      filesNamedIn(text)
        .filter((one) => !known.some((path) => path === one || path.endsWith(`/${one}`)))
        .map((one) => `${name(file)} speaks of ${one}`),
    )
    expect(gone).toEqual([])
  })
  it("no import leaves src", () => {
    const outside = imports.filter(({ to }) => name(to).startsWith("..") && !/package\.json$|\/graphs\//.test(to))
    expect(outside.map(({ from, to }) => `${name(from)} imports ${name(to)}`)).toEqual([])
  })
  it("no cycles", () => {
    expect(cycleAmong(imports)).toBeNull()
  })
  it("only editor/canvas knows React Flow; React stays in the editor", () => {
    for (const [file, text] of texts) {
      const packages = specifiersIn(text).filter((specifier) => !specifier.startsWith("."))
      if (!name(file).startsWith("editor/canvas/")) {
        expect(
          packages.filter((p) => p.startsWith("@xyflow/")),
          name(file),
        ).toEqual([])
      }
      if (!name(file).startsWith("editor/") && name(file) !== "main.ts") {
        expect(
          packages.filter((p) => !isFont(p) && /^(react|react-dom|katex|@base-ui|lucide-react)(\/|$)/.test(p)),
          name(file),
        ).toEqual([])
      }
      if (/^(tensor|formula|kernels|ops)\//.test(name(file))) expect(packages, name(file)).toEqual([])
    }
  })
  it("numbers of a run are read through state/run alone: the editor and the commands hold no map of tensors", () => {
    const within = [...texts].filter(([file]) => /^(editor|commands)\//.test(name(file)))
    const held =
      /\bRunResult\b|\.told\b|\b(?:result|run|ran)\??\s*\.\s*(?:values|params|buffers|gradients|wires)\b|\bAskableRun\b/
    const found = within.filter(([, text]) => held.test(withoutComments(text)))
    expect(found.map(([file]) => name(file))).toEqual([])
    // A run is handed to those who explain and compare, and to nobody else, by these.
    const readers = imports.filter(({ to }) => name(to) === "state/run/reading.ts").map(({ from }) => name(from))
    expect(
      readers.filter(
        (file) => !/^(editor\/(why|inspector\/compare)|commands\/inspect|state\/run\/explained)\b/.test(file),
      ),
    ).toEqual([])
  })
  it("a thing lives with its subject: no folder for odds and ends", () => {
    const odd = foldersUnder(src).filter((folder) => /\/(utils?|helpers?|common|types|misc|shared|lib)$/.test(folder))
    expect(odd.map(name)).toEqual([])
  })
  it("no barrels", () => {
    const barrels = [...texts].filter(([, text]) =>
      /\bexport\s*(type\s*)?(\*|\{[^}]*\})(\s*as\s+\w+)?\s*from\b/.test(withoutComments(text)),
    )
    expect(barrels.map(([file]) => name(file))).toEqual(["library.ts"])
    expect(files.filter((file) => /\/index\.tsx?$/.test(file)).map(name)).toEqual([])
  })
  it("nothing turns text into markup or code", () => {
    const dangerous =
      /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write)\b|\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(\s*["'`]/
    const found = [...texts].filter(([, text]) => dangerous.test(withoutComments(text)))
    expect(found.map(([file]) => name(file))).toEqual([])
  })
  it("drawing random numbers, reading the clock and storage stay above the pure floors", () => {
    const impure = /\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\blocalStorage\b|\bindexedDB\b/
    const pure = [...texts].filter(([file]) => /^(tensor|formula|kernels|ops|graph)\//.test(name(file)))
    expect(pure.filter(([, text]) => impure.test(withoutComments(text))).map(([file]) => name(file))).toEqual([])
  })
})

/** The lines of comment that a file opens with, as one. */
function headOf(text: string): string {
  return (/^(?:\/\/.*\n)+/.exec(text)?.[0] ?? "").replaceAll(/\n?\/\/ ?/g, " ")
}

/** Source files that comments speak of, `wires.ts` or `graph/wire.ts`. */
function filesNamedIn(text: string): readonly string[] {
  const comments = text.match(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/[^\n]*/g) ?? []
  return comments.flatMap((comment) => comment.match(/(?<![\w/.<>-])(?!\S*NNNN)[\w-][\w/-]*\.tsx?\b(?![/<])/g) ?? [])
}

/** A file of letters is no code: pictures carry it inside. */
const isFont = (specifier: string): boolean => specifier.endsWith(".woff2?url")

/** Folders that are lists: one entry each, all of one form. */
const LISTS =
  /^(ops\/[a-z]+|commands\/[a-z]+|cli\/commands|graph\/(parts|repairs\/rules)|engine\/(explain\/known|compare\/mistakes)|formats\/(files|exports)\/kinds)$/

/** Pairs of folders of which each imports the other, each with one import of either way. */
function mutualAmong(all: readonly Import[]): readonly string[] {
  const first = new Map<string, Import>()
  for (const one of all) {
    const way = `${dirname(one.from)} → ${dirname(one.to)}`
    if (dirname(one.from) !== dirname(one.to) && !first.has(way)) first.set(way, one)
  }
  return [...first.values()].flatMap(({ from, to }) => {
    const back = first.get(`${dirname(to)} → ${dirname(from)}`)
    if (back === undefined || from > back.from) return []
    return [`${name(from)} imports ${name(to)}, and ${name(back.from)} imports ${name(back.to)}`]
  })
}

/** A cycle of imports as `a → b → a`, or null. Depth first, without recursion. */
function cycleAmong(all: readonly Import[]): string | null {
  const next = new Map<string, string[]>()
  for (const { from, to } of all) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  for (const start of next.keys()) {
    const path: { readonly file: string; readonly rest: string[] }[] = [
      { file: start, rest: [...(next.get(start) ?? [])] },
    ]
    while (path.length > 0) {
      const last = path[path.length - 1]!
      const to = last.rest.pop()
      if (to === undefined) {
        done.add(last.file)
        path.pop()
        continue
      }
      const back = path.findIndex((step) => step.file === to)
      if (back >= 0) return [...path.slice(back).map((step) => name(step.file)), name(to)].join(" → ")
      if (!done.has(to)) path.push({ file: to, rest: [...(next.get(to) ?? [])] })
    }
  }
  return null
}

describe("the search for folders that import each other", () => {
  it("names one pair once, a parent and its child as well", () => {
    const at = (file: string) => join(src, file)
    const there = { from: at("a/x.ts"), to: at("a/b/y.ts") }
    const back = { from: at("a/b/z.ts"), to: at("a/w.ts") }
    expect(mutualAmong([there, back, { from: at("a/x.ts"), to: at("a/w.ts") }])).toEqual([
      "a/b/z.ts imports a/w.ts, and a/x.ts imports a/b/y.ts",
    ])
    expect(mutualAmong([there])).toEqual([])
  })
})

describe("the search for cycles", () => {
  it("names one", () => {
    const at = (file: string) => join(src, file)
    const ring = [
      { from: at("a.ts"), to: at("b.ts") },
      { from: at("b.ts"), to: at("c.ts") },
      { from: at("c.ts"), to: at("b.ts") },
    ]
    expect(cycleAmong(ring)).toBe("b.ts → c.ts → b.ts")
    expect(cycleAmong(ring.slice(0, 2))).toBeNull()
  })
})
