// Files are written where they were meant: a grid of what may stand at a path, and of what may go wrong on the way.

import { execFileSync, spawn } from "node:child_process"
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it, test } from "vitest"
import { UsageError, WriteError } from "../../src/cli/parts/command.ts"
import { isStandardOutput, writeFileTo } from "../../src/cli/parts/fileOutput.ts"

const root = mkdtempSync(join(tmpdir(), "gradwire-out-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
function folder(): string {
  folders += 1
  const path = join(root, String(folders))
  mkdirSync(path)
  return path
}
const OLD = "what was there before, and is longer than what comes"
const NEW = ["new ", new TextEncoder().encode("bytes ÿ"), "\n"]
const WHOLE = "new bytes ÿ\n"
const drafts = (at: string): string[] => readdirSync(at).filter((name) => name.endsWith(".part"))

/** What is made at `in`, where it is written, and where the words are found then. */
const TARGETS: readonly (readonly [
  what: string,
  make: (at: string) => { readonly path: string; readonly file: string; readonly holds?: (at: string) => void },
])[] = [
  ["a new file", (at) => ({ path: join(at, "new"), file: join(at, "new") })],
  [
    "a new file with a name as long as names may be",
    (at) => ({ path: join(at, "n".repeat(255)), file: join(at, "n".repeat(255)) }),
  ],
  ...[0o600, 0o640, 0o644, 0o755, 0o666].map(
    (mode) =>
      [
        `a file of mode ${mode.toString(8)}`,
        (at: string) => {
          const file = old(at)
          chmodSync(file, mode)
          return { path: file, file, holds: () => expect(statSync(file).mode & 0o7777).toBe(mode) }
        },
      ] as const,
  ),
  [
    "a link to a file",
    (at) => {
      symlinkSync(old(at), join(at, "link"))
      return { path: join(at, "link"), file: join(at, "old"), holds: () => isLink(join(at, "link"), join(at, "old")) }
    },
  ],
  [
    "a relative link to a link in another folder",
    (at) => {
      mkdirSync(join(at, "sub"))
      old(at)
      symlinkSync("../old", join(at, "sub", "inner"))
      symlinkSync("sub/inner", join(at, "outer"))
      return { path: join(at, "outer"), file: join(at, "old"), holds: () => isLink(join(at, "sub", "inner"), "../old") }
    },
  ],
  [
    "a link to where nothing is yet",
    (at) => {
      symlinkSync("later", join(at, "link"))
      return { path: join(at, "link"), file: join(at, "later"), holds: () => isLink(join(at, "link"), "later") }
    },
  ],
  [
    "a file of two names",
    (at) => {
      linkSync(old(at), join(at, "other"))
      return {
        path: join(at, "old"),
        file: join(at, "other"),
        holds: () => expect(statSync(join(at, "old")).nlink).toBe(2),
      }
    },
  ],
  [
    "a folder that is a link",
    (at) => {
      mkdirSync(join(at, "real"))
      symlinkSync("real", join(at, "alias"))
      return { path: join(at, "alias", "new"), file: join(at, "real", "new") }
    },
  ],
  [
    "a link to the folder above that which a link leads to",
    (at) => {
      mkdirSync(join(at, "deep", "real"), { recursive: true })
      symlinkSync("deep/real", join(at, "alias"))
      symlinkSync("alias/../new", join(at, "link"))
      return { path: `${at}/alias/../../link`, file: join(at, "deep", "new") }
    },
  ],
]

function old(at: string): string {
  writeFileSync(join(at, "old"), OLD)
  return join(at, "old")
}
function isLink(path: string, to: string): void {
  expect(lstatSync(path).isSymbolicLink()).toBe(true)
  expect(readlinkSync(path)).toBe(to)
}

describe.each(TARGETS)("%s", (_, make) => {
  it("is written", async () => {
    const at = folder()
    const { path, file, holds } = make(at)
    await writeFileTo(path, NEW)
    expect(readFileSync(file, "utf8")).toBe(WHOLE)
    holds?.(at)
    expect(drafts(at)).toEqual([])
  })
  it("stays as it was where the disk is full half-way", async () => {
    const at = folder()
    const { path, file, holds } = make(at)
    const before = readable(file)
    await expect(writeFileTo(path, breaking("ENOSPC"))).rejects.toThrow("cannot be written: the disk is full")
    expect(readable(file)).toBe(before)
    holds?.(at)
    expect(drafts(at)).toEqual([])
  })
})

function readable(file: string): string | null {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return null
  }
}
function* breaking(code: string): Generator<string> {
  yield "half of it"
  throw Object.assign(new Error(code), { code })
}

test("a pipe is written into, and stays a pipe", async () => {
  const pipe = join(folder(), "pipe")
  execFileSync("mkfifo", [pipe])
  const reader = spawn("cat", [pipe])
  let read = ""
  reader.stdout.setEncoding("utf8").on("data", (text: string) => {
    read += text
  })
  const closed = new Promise((resolve) => reader.on("close", resolve))
  await writeFileTo(pipe, NEW)
  await closed
  expect(read).toBe(WHOLE)
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

test("a reader of a pipe that leaves is a sentence", async () => {
  const pipe = join(folder(), "pipe")
  execFileSync("mkfifo", [pipe])
  const reader = spawn("head", ["-c", "5", pipe])
  const lots = Array.from({ length: 64 }, () => "x".repeat(65_536))
  await expect(writeFileTo(pipe, lots)).rejects.toThrow("whoever was reading it has gone")
  reader.kill()
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

test("devices are streams: /dev/null takes all, /dev/full is a full disk", async () => {
  await writeFileTo("/dev/null", NEW)
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true)
  const failed = await writeFileTo("/dev/full", NEW).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(WriteError)
  expect(String(failed)).toContain('"/dev/full" cannot be written: the disk is full; make room or write elsewhere.')
})

// Only root can make another's file; whoever else runs this has one of their own, which stays theirs.
test("another's file stays another's", async () => {
  const file = old(folder())
  const mine = statSync(file)
  if (process.getuid?.() === 0) chownSync(file, 65_534, 65_534)
  else expect(() => chownSync(file, 65_534, 65_534)).toThrow("EPERM")
  const before = statSync(file)
  expect(before.uid === mine.uid).toBe(process.getuid?.() !== 0)
  await writeFileTo(file, NEW)
  const { uid, gid, ino } = statSync(file)
  expect([readFileSync(file, "utf8"), uid, gid]).toEqual([WHOLE, before.uid, before.gid])
  expect(ino === before.ino).toBe(before.uid !== mine.uid)
})

function linked(at: string, name: string, to: string): string {
  symlinkSync(to, join(at, name))
  return join(at, name)
}

const REFUSED: readonly (readonly [what: string, make: (at: string) => string, words: string])[] = [
  ["a folder", (at) => at, "it is a folder"],
  ["a link to a folder", (at) => linked(at, "link", at), "it is a folder"],
  ["a folder that is not there", (at) => join(at, "none", "new"), "there is no such folder"],
  ["a link into a folder that is not there", (at) => linked(at, "l", "none/new"), "there is no such folder"],
  ["a new folder", (at) => `${at}/none/`, "there is no such folder"],
  ["a folder above one that is not there", (at) => `${at}/none/..`, "there is no such folder"],
  ["a link to a new folder", (at) => linked(at, "l", "none/"), "there is no such folder"],
  ["a file as a folder", (at) => join(old(at), "new"), "a part of its path is no folder"],
  ["a link to itself", (at) => linked(at, "round", "round"), "go round in a circle"],
  ["too long a name", (at) => join(at, "n".repeat(256)), "its name is too long"],
]

test.each(REFUSED)("%s is refused in words", async (_, make, words) => {
  const at = folder()
  const failed = await writeFileTo(make(at), NEW).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(UsageError)
  expect(String(failed)).toContain(words)
  expect(drafts(at)).toEqual([])
})

test.each(["EACCES", "EPERM", "EROFS"])("%s is said as a path that may not be written", async (code) => {
  const at = folder()
  const file = old(at)
  const failed = await writeFileTo(file, breaking(code)).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(UsageError)
  expect(readFileSync(file, "utf8")).toBe(OLD)
})

test("a fault of ours is no fault of the disk", async () => {
  const at = folder()
  await expect(
    writeFileTo(
      old(at),
      (function* () {
        yield "x"
        throw new RangeError("ours")
      })(),
    ),
  ).rejects.toThrow(RangeError)
  expect(readFileSync(join(at, "old"), "utf8")).toBe(OLD)
})

test("standard output by any of its names", () => {
  expect(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1"].every(isStandardOutput)).toBe(
    true,
  )
  expect(["./-", "/dev/stderr", "/proc/thread-self/fd/2", "out.json"].some(isStandardOutput)).toBe(false)
})
