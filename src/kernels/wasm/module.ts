// A module made at run time: functions by key, each once, over one imported memory. Nothing is compiled ahead and no binary
// lies in the repository.

import { named, sized, unsigned } from "./bytes.ts"
import { type Callable, Code } from "./code.ts"
import { type Local, localAt, typeByte, type ValueType } from "./values.ts"

/** Bytes of one page of memory. */
export const PAGE = 65_536

type Locals<P extends readonly ValueType[]> = { readonly [K in keyof P]: Local<P[K]> }

interface Defined extends Callable {
  readonly name: string
  readonly params: readonly ValueType[]
  readonly code: Code
}

/** Code that modules of one kind share, by key: of functions that call no others, whose numbers are those of a module. */
export type Written = Map<string, Code>

/** Functions on their way into a module. `written`: what other modules have written, and this one adds to. */
export class ModuleBuilder {
  private readonly functions = new Map<string, Defined>()
  /** Products are added in one rounding or two, as the machine likes: faster, and not the same everywhere. */
  readonly relaxed: boolean
  private readonly written: Written

  constructor(relaxed = false, written: Written = new Map()) {
    this.relaxed = relaxed
    this.written = written
  }

  /** The function of a key, written by `write` where there is none yet. Keys hold all that the code depends on. */
  define<const P extends readonly ValueType[]>(
    key: string,
    params: P,
    write: (code: Code, ...locals: Locals<P>) => void,
  ): Callable & { readonly name: string } {
    const before = this.functions.get(key)
    if (before !== undefined) return before
    const code = this.written.get(key) ?? this.write(key, params, write)
    // Functions that `write` defined itself come first.
    const defined: Defined = { index: this.functions.size, name: key, params, code }
    this.functions.set(key, defined)
    return defined
  }

  private write<P extends readonly ValueType[]>(
    key: string,
    params: P,
    write: (code: Code, ...locals: Locals<P>) => void,
  ): Code {
    const code = new Code(params)
    const locals = params.map((type, index) => localAt(type, index)) as unknown as Locals<P>
    write(code, ...locals)
    if (!code.calls) this.written.set(key, code)
    return code
  }

  /** The module's bytes. It imports its memory as `from.memory`, shared or not, and exports every function by its key. */
  bytes(pages: number, shared = false): Uint8Array<ArrayBuffer> {
    const all = [...this.functions.values()]
    const types = new Map<string, readonly number[]>()
    const typeOf = all.map(({ params }) => {
      const key = params.join()
      if (!types.has(key)) types.set(key, [0x60, ...sized(params.map(typeByte)), 0])
      return [...types.keys()].indexOf(key)
    })
    const list = (items: readonly (readonly number[])[]): number[] => unsigned(items.length).concat(...items)
    const section = (id: number, content: readonly number[]): readonly number[] => [id, ...sized(content)]
    const memory = [...named("from"), ...named("memory"), 2, shared ? 3 : 1, ...unsigned(pages), ...unsigned(65_536)]
    const head = [
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, list([...types.values()])),
      ...section(2, list([memory])),
      ...section(3, list(typeOf.map((type) => unsigned(type)))),
      ...section(7, list(all.map(({ name, index }) => [...named(name), 0, ...unsigned(index)]))),
    ]
    return joined(
      head,
      all.map(({ code }) => code.body()),
    )
  }
}

/** Everything before the code, and the code; its bytes are many, so they are copied once. */
function joined(head: readonly number[], bodies: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const pieces = bodies.flatMap((body) => [unsigned(body.length), body])
  const count = unsigned(bodies.length)
  const size = pieces.reduce((sum, piece) => sum + piece.length, count.length)
  const start = [...head, 10, ...unsigned(size), ...count]
  const bytes = new Uint8Array(start.length + size - count.length)
  bytes.set(start)
  let at = start.length
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
