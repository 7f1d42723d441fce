// `gradwire`: the engine and the formats for scripts, graders and CI. This file binds commandLine.ts to the process. There
// is no handler for SIGINT on purpose: the default ends a long loop at once, and no command leaves a file half written.
// This folder is the terminal alone: it knows no store and no editor, and what it prints is made below.

import { createReadStream, writeSync } from "node:fs"
import type { Writable } from "node:stream"
import { commandLineLimits } from "../graph/limits.ts"
import { commandLine } from "./commandLine.ts"
import { type Pieces, UsageError } from "./parts/command.ts"
import { isStandardOutput, makeFolder, writeFileTo } from "./parts/fileOutput.ts"
import { codeOf, unwritten } from "./parts/writeFaults.ts"

const REASONS = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "it may not be read"],
  ["EPERM", "it may not be read"],
  ["ENOTDIR", "a part of its path is no folder"],
  ["ELOOP", "its links go round in a circle"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ENXIO", "nobody is there to write it"],
  ["EIO", "its disk failed"],
])

// A reader that has seen enough (`| head`) is no fault of ours; there is nobody left to tell. A disk may be full.
for (const [stream, name] of [
  [process.stdout, "standard output"] as const,
  [process.stderr, "standard error"] as const,
]) {
  stream.on("error", (error) => {
    if (codeOf(error) === "EPIPE") process.exit(0)
    const words = unwritten(name, error)
    if (stream === process.stdout)
      writeSync(process.stderr.fd, `gradwire: ${words instanceof Error ? words.message : String(words)}\n`)
    process.exit(1)
  })
}

// Set, not called: a pipe takes its time, and exiting would cut what it has not taken yet.
process.exitCode = await commandLine(process.argv.slice(2), {
  read,
  write: writeTo,
  folder: makeFolder,
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  watched: process.stderr.isTTY === true,
})

/** Standard output is written as everything else on it is; other paths lead to files, pipes and devices. */
async function writeTo(path: string, pieces: Pieces): Promise<void> {
  if (!isStandardOutput(path)) return writeFileTo(path, pieces)
  for await (const piece of pieces) await write(process.stdout, piece)
}

function write(stream: Writable, piece: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.write(piece)) resolve()
    else stream.once("drain", resolve)
  })
}

/** All of a file or of standard input, but no more than one byte over the limit: a pipe may never end. */
async function read(path: string, limit: number = commandLineLimits.fileBytes): Promise<Uint8Array> {
  const most = limit + 1
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    const stream: AsyncIterable<Uint8Array> = path === "-" ? process.stdin : createReadStream(path, { end: most - 1 })
    for await (const bytes of stream) {
      chunks.push(bytes)
      size += bytes.length
      if (size >= most) break
    }
  } catch (error) {
    const reason = REASONS.get(codeOf(error)) ?? (error instanceof Error ? error.message : String(error))
    throw new UsageError(`"${path}" cannot be read: ${reason}.`)
  }
  return Buffer.concat(chunks).subarray(0, most)
}
