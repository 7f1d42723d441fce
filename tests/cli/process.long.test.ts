// The built command line as a process: whole documents through pipes, exit codes, and streams that end early.

import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "vite"
import { afterAll, beforeAll, expect, test } from "vitest"
import { clash, fine } from "./call.ts"

const folder = mkdtempSync(join(tmpdir(), "gradwire-"))
const script = join(folder, "gradwire.mjs")
const references = new URL("../reference/graphs/", import.meta.url)

beforeAll(async () => {
  await build({ configFile: "vite.cli.config.ts", logLevel: "warn", build: { outDir: folder, emptyOutDir: true } })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function gradwire(args: readonly string[], input = ""): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args])
    let [out, err] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text
    })
    child.on("error", reject).on("close", (code) => resolve({ code, out, err }))
    // A command that does not read closes its end: that is its right.
    child.stdin.on("error", () => {})
    child.stdin.end(input)
  })
}

interface Written {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

test("the registry is in the bundle: a document runs through standard input", async () => {
  const { code, out, err } = await gradwire(["run", "-", "--json"], fine)
  expect([code, err]).toEqual([0, ""])
  expect(JSON.parse(out).values["y:output"].data).toEqual([0, 2, Math.fround(0.1)])
})

test("train writes the learned document whole, or says why it cannot and leaves nothing", async () => {
  const into = join(folder, "learned.json")
  const { code, out, err } = await gradwire([
    "train",
    "graphs/d1-gradient-descent.json",
    "--epochs",
    "3",
    "--out",
    into,
  ])
  expect([code, err]).toEqual([0, ""])
  expect(out).toContain("numbers learned in 3 steps")
  expect((await gradwire(["check", into])).code).toBe(0)
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([])
  const lost = await gradwire(["train", "graphs/d1-gradient-descent.json", "--epochs", "1", "--out", join(into, "x")])
  expect(lost.code).toBe(2)
  expect(lost.err).toContain("cannot be written: a part of its path is no folder")
})

test("--out on standard output, redirected or piped, is that output alone and whole", () => {
  const shell = (line: string): string =>
    execFileSync("sh", ["-c", line, process.execPath, script, folder], { encoding: "utf8" })
  const train = '"$0" "$1" train graphs/d1-gradient-descent.json --epochs 1 --out'
  const piped = shell(`${train} - | cat`)
  expect(JSON.parse(piped).gradwire).toBe(1)
  expect(shell(`${train} /dev/stdout | cat`)).toBe(piped)
  expect(shell(`echo before > "$2/a"; ${train} /dev/stdout >> "$2/a"; cat "$2/a"`)).toBe(`before\n${piped}`)
  expect(shell(`${train} /dev/fd/3 3> "$2/b" > "$2/words"; cat "$2/b"`)).toBe(piped)
  expect(shell(`${train} "$2/c" | head -c 1; cat "$2/c"`)).toContain(piped)
})

test("a full disk is a sentence and exit 1, on standard output as in a file", () => {
  const shell = (line: string): string =>
    execFileSync("sh", ["-c", `{ ${line}; } 2>&1; echo "exit $?"`, process.execPath, script], { encoding: "utf8" })
  const full = "cannot be written: the disk is full; make room or write elsewhere.\nexit 1\n"
  const train = '"$0" "$1" train graphs/d1-gradient-descent.json --epochs 1'
  expect(shell(`${train} --out /dev/full > /dev/null`)).toBe(`gradwire train: "/dev/full" ${full}`)
  expect(shell(`${train} > /dev/full`)).toBe(`gradwire: "standard output" ${full}`)
})

test("exit codes are 0, 1 and 2", async () => {
  const file = join(folder, "clash.json")
  writeFileSync(file, clash)
  const codes = await Promise.all([
    gradwire(["check", "graphs/batch-norm.json"]),
    gradwire(["check", file]),
    gradwire(["check", join(folder, "none.json")]),
    gradwire(["check", folder]),
    gradwire(["frobnicate"]),
  ])
  expect(codes.map(({ code }) => code)).toEqual([0, 1, 2, 2, 2])
  expect(codes[1]?.out.startsWith(`${file}: y:`)).toBe(true)
  expect(codes[2]?.err).toContain("there is no such file")
  expect(codes[3]?.err).toContain("it is a folder")
})

test("every reference graph agrees with PyTorch through `run --json`", async () => {
  const files = readdirSync(references).filter((name) => name.endsWith(".json"))
  let agreed = 0
  for (const name of files) {
    const { mode, doc, want } = JSON.parse(readFileSync(new URL(name, references), "utf8"))
    const { code, out } = await gradwire(
      ["run", "-", "--dtype", "float64", "--mode", mode, "--json"],
      JSON.stringify(doc),
    )
    expect([name, code]).toEqual([name, 0])
    const got = JSON.parse(out)
    const largest = (data: readonly number[]): number => data.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    const gradients = Object.values<Written>(want.gradients)
    const ofFile = Math.max(1, ...gradients.map(({ data }) => largest(data)))
    expect(Math.abs(got.loss - want.loss)).toBeLessThanOrEqual(1e-7 * Math.abs(want.loss))
    for (const kind of ["values", "gradients", "wires"]) {
      for (const [key, wanted] of Object.entries<Written>(want[kind])) {
        const tensor: Written = got[kind][key]
        expect(tensor.shape, `${name} ${kind} ${key}`).toEqual(wanted.shape)
        const worst = largest(wanted.data.map((x, i) => x - tensor.data[i]!))
        expect(worst, `${name} ${kind} ${key}`).toBeLessThanOrEqual(1e-7 * largest(wanted.data) + 1e-12 * ofFile)
      }
    }
    agreed += 1
  }
  console.log(`${agreed} of ${files.length} reference graphs agree with PyTorch through the command line`)
})

test("why a file cannot be read is said in words", async () => {
  const file = join(folder, "one.json")
  writeFileSync(file, fine)
  symlinkSync("round", join(folder, "round"))
  const paths = [
    [folder, "it is a folder"],
    [join(file, "x"), "a part of its path is no folder"],
    [join(folder, "round"), "its links go round in a circle"],
    [join(folder, "n".repeat(256)), "its name is too long"],
    [join(folder, "none"), "there is no such file"],
  ] as const
  for (const [path, words] of paths) {
    const { code, err } = await gradwire(["check", path])
    expect([code, err.split("\n")[0]]).toEqual([2, `gradwire check: "${path}" cannot be read: ${words}.`])
  }
})

test("a large object reaches a slow reader whole", async () => {
  const wide = { gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [300, 1000] } }] }
  const child = spawn(process.execPath, [script, "run", "-", "--json"])
  child.stdin.end(JSON.stringify(wide))
  const pieces: Buffer[] = []
  for await (const piece of child.stdout) {
    pieces.push(piece)
    if (pieces.length % 16 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const text = Buffer.concat(pieces).toString()
  expect(text.length).toBeGreaterThan(5_000_000)
  expect(JSON.parse(text).values["x:value"].data).toHaveLength(300_000)
})

test("a reader that leaves early is no error", () => {
  const wide = join(folder, "wide.json")
  writeFileSync(wide, JSON.stringify({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [300, 1000] } }] }))
  const line = execFileSync("sh", ["-c", `"$0" "$1" run "$2" --json 2>&1 | head -c 20`, process.execPath, script, wide])
  expect(line.toString()).toBe('{\n"mode": "train", "')
})
