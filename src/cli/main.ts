// `gradwire`: the engine and the formats for scripts, graders and CI. This file binds commandLine.ts to the process.
// There is no handler for SIGINT on purpose: the default ends a long loop at once, and no command leaves a file half written.

import { createReadStream } from "node:fs"
import { rename, rm, writeFile as writeText } from "node:fs/promises"
import type { Writable } from "node:stream"
import { commandLineLimits } from "../graph/limits.ts"
import { UsageError } from "./command.ts"
import { commandLine } from "./commandLine.ts"

const REASONS = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "it may not be read"],
])

const UNWRITTEN = new Map([
  ["ENOENT", "there is no such folder"],
  ["ENOTDIR", "a part of its path is no folder"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "it may not be written"],
  ["ENOSPC", "the disk is full"],
])

// A reader that has seen enough (`| head`) is no fault of ours; there is nobody left to tell.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0)
    throw error
  })
}

// Set, not called: a pipe takes its time, and exiting would cut what it has not taken yet.
process.exitCode = await commandLine(process.argv.slice(2), {
  read,
  write: writeFile,
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  watched: process.stderr.isTTY === true,
})

/** Under another name first: a disk that is full, or an end in the middle, leaves what was there before. */
async function writeFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.part`
  try {
    await writeText(draft, text)
    await rename(draft, path)
  } catch (error) {
    // What cannot be removed was never there.
    await rm(draft, { force: true }).catch(() => {})
    const reason = error instanceof Error && "code" in error ? UNWRITTEN.get(String(error.code)) : undefined
    throw new UsageError(`"${path}" cannot be written: ${reason ?? String(error)}.`)
  }
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.write(text)) resolve()
    else stream.once("drain", resolve)
  })
}

/** All of a file or of standard input, but no more than one byte over the limit: a pipe may never end. */
async function read(path: string): Promise<Uint8Array> {
  const most = commandLineLimits.fileBytes + 1
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
    const reason = error instanceof Error && "code" in error ? REASONS.get(String(error.code)) : undefined
    throw new UsageError(`"${path}" cannot be read: ${reason ?? String(error)}.`)
  }
  return Buffer.concat(chunks).subarray(0, most)
}
