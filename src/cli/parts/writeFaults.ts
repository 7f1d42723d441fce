// Why something could not be written, in words: a path that leads nowhere is wrong usage, a disk that is full is not.

import { UsageError, WriteError } from "./command.ts"

/** What is wrong with the path. */
const PATHS = new Map([
  ["ENOENT", "there is no such folder"],
  ["ENOTDIR", "a part of its path is no folder"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "it may not be written"],
  ["EPERM", "it may not be written"],
  ["EROFS", "its disk may only be read"],
  ["ELOOP", "its links go round in a circle"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ENXIO", "nobody is there to take it"],
])
/** What went wrong although the path is right. */
const DISKS = new Map([
  ["ENOSPC", "the disk is full; make room or write elsewhere"],
  ["EDQUOT", "your share of the disk is used up; make room or write elsewhere"],
  ["EFBIG", "the file would be larger than its disk allows"],
  ["EIO", "its disk failed"],
  ["EPIPE", "whoever was reading it has gone"],
])

/** The code of the system's error, or nothing. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

/** The error that says in words why a file is not written. What is no trouble of the system's is a fault of ours, and stays. */
export function unwritten(path: string, error: unknown): unknown {
  const code = codeOf(error)
  const [usage, disk] = [PATHS.get(code), DISKS.get(code)]
  if (usage !== undefined) return new UsageError(`"${path}" cannot be written: ${usage}.`)
  if (disk !== undefined) return new WriteError(`"${path}" cannot be written: ${disk}.`)
  return code === "" || !(error instanceof Error)
    ? error
    : new WriteError(`"${path}" cannot be written: ${error.message}.`)
}
