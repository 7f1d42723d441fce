// Files of examples made by hand, byte by byte, for tests.

import { crc32, deflateRawSync } from "node:zlib"

/** An IDX file: kind of number, sizes, bytes. */
export function idxFile(kind: number, shape: readonly number[], data: Iterable<number>): Uint8Array {
  const sizes = shape.flatMap((n) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255])
  return Uint8Array.from([0, 0, kind, shape.length, ...sizes, ...data])
}

/** A .npy file of version 1. */
export function npyFile(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ")
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`
  const header = Buffer.from(text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11).concat("\n"))
  const length = Buffer.alloc(2)
  length.writeUInt16LE(header.length)
  return Buffer.concat([Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]), length, header, data])
}

interface ZipOptions {
  /** What the directory claims instead of the truth. */
  readonly size?: number
  readonly crc?: number
  readonly method?: number
  readonly encrypted?: boolean
}

/** A zip of one deflated file. */
export function zipFile(name: string, content: Uint8Array, lies: ZipOptions = {}): Uint8Array {
  const packed = deflateRawSync(content)
  const { size = content.length, crc = crc32(content), method = 8, encrypted = false } = lies
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(encrypted ? 1 : 0, 2)
  common.writeUInt16LE(method, 4)
  common.writeUInt32LE(crc, 10)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(size, 18)
  common.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed])
  const entry = Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, Buffer.alloc(14), Buffer.from(name)])
  const end = Buffer.alloc(22)
  end.write("PK\x05\x06")
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, entry, end])
}
