// The one writer of files. It writes where a path leads: through symbolic links, into pipes and devices as into a stream, and a
// regular file is replaced whole or not at all, with the permissions that it had.

import { constants, type Stats } from "node:fs"
import {
  access,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises"
import { basename, dirname, isAbsolute, join } from "node:path"
import type { Pieces } from "./command.ts"
import { codeOf, unwritten } from "./writeFaults.ts"

/** Whether a path is another name of this process's standard output. */
export function isStandardOutput(path: string): boolean {
  return path === "-" || path === "/dev/stdout" || /^\/(?:dev|proc\/(?:self|thread-self))\/fd\/1$/.test(path)
}

/** Writes to whatever stands at `path`. Throws UsageError or WriteError, in words. */
export async function writeFileTo(path: string, pieces: Pieces): Promise<void> {
  try {
    const found = await standing(path)
    if (found === null) await replace(await leadsTo(path), pieces, null)
    else if (found.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" })
    else if (!found.isFile()) await stream(path, pieces)
    else if (/^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stderr$/.test(path)) await stream(path, pieces)
    else await overwrite(await realpath(path), pieces, found)
  } catch (error) {
    throw unwritten(path, error)
  }
}

/** Makes a folder and those around it, where they are not there yet. Throws UsageError or WriteError, in words. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw unwritten(path, codeOf(error) === "EEXIST" ? Object.assign(new Error(), { code: "ENOTDIR" }) : error)
  }
}

/** What is at the end of a path; null for nothing. */
async function standing(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null
    throw error
  }
}

/** A path as long as links lead on, to where nothing stands yet. Throws where that would be a folder. */
async function leadsTo(path: string): Promise<string> {
  // stat has followed them all, so there is no circle. Nothing is shortened: behind a link, `..` is the other folder's.
  for (let at = path; ; ) {
    if (/(?:^|\/)\.{0,2}$/.test(at)) throw Object.assign(new Error("there is no such folder"), { code: "ENOENT" })
    const isLink = await lstat(at).then(
      (found) => found.isSymbolicLink(),
      () => false,
    )
    if (!isLink) return join(await realpath(dirname(at)), basename(at))
    const to = await readlink(at)
    at = isAbsolute(to) ? to : `${dirname(at)}/${to}`
  }
}

/** A pipe, a device, an open file: no draft can take its place. */
async function stream(path: string, pieces: Pieces): Promise<void> {
  const file = await open(path, constants.O_WRONLY)
  try {
    await pour(file, pieces)
  } finally {
    await file.close()
  }
}

async function overwrite(path: string, pieces: Pieces, found: Stats): Promise<void> {
  // A file that may not be written is not to be replaced either, though its folder would allow it.
  await access(path, constants.W_OK)
  const folder = await access(dirname(path), constants.W_OK).then(
    () => true,
    () => false,
  )
  // Another name of the same file (a hard link) would be left with the old content; another's file would become this
  // user's, or stay for good: in a folder such as /tmp only its owner may replace it.
  const anothers = process.getuid !== undefined && found.uid !== process.getuid()
  if (found.nlink > 1 || anothers || !folder) await inPlace(path, pieces)
  else await replace(path, pieces, found)
}

let drafts = 0

/** Under another name first: a disk that is full, or an end in the middle, leaves what was there before. */
async function replace(path: string, pieces: Pieces, found: Stats | null): Promise<void> {
  drafts += 1
  const draft = join(dirname(path), `.gradwire-${process.pid}-${drafts}.part`)
  let made = false
  try {
    const file = await open(draft, "wx")
    made = true
    try {
      await pour(file, pieces)
      if (found !== null) await likeBefore(file, found)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    if (made) await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

/** The permissions, and the owner as far as this user may give a file away. */
async function likeBefore(file: FileHandle, { mode, uid, gid }: Stats): Promise<void> {
  const now = await file.stat()
  if (now.uid !== uid || now.gid !== gid) await file.chown(uid, gid).catch(() => {})
  await file.chmod(mode & 0o7777)
}

/** Over the old content, which is put back if that fails. */
async function inPlace(path: string, pieces: Pieces): Promise<void> {
  const before = await readFile(path)
  const file = await open(path, "r+")
  try {
    try {
      const size = await pour(file, pieces)
      await file.truncate(size)
      await file.sync()
    } catch (error) {
      await file.write(before, 0, before.length, 0).catch(() => {})
      await file.truncate(before.length).catch(() => {})
      throw error
    }
  } finally {
    await file.close()
  }
}

/** Writes all pieces one after the other; answers their bytes. */
async function pour(file: FileHandle, pieces: Pieces): Promise<number> {
  let size = 0
  for await (const piece of pieces) {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at)
      at += bytesWritten
    }
    size += bytes.length
  }
  return size
}
