// A module made at run time: functions by key, each once, over one imported memory. Nothing is compiled ahead and no binary
// lies in the repository.

import { named, sized, unsigned } from "./bytes.ts"
import { type Callable, Code } from "./code.ts"
import { type Local, localAt, typeByte, type ValueType } from "./values.ts"

/** Bytes of one page of memory. */
export const PAGE = 65_536

type Locals<P extends readonly ValueType[]> = { readonly [K in keyof P]: Local<P[K]> }

interface Defined extends Callable {
  readonly index: number
  readonly params: readonly ValueType[]
  readonly code: Code
}

/** Code with the keys of all functions that it wants in its module, in the order in which it does. */
interface WrittenCode {
  readonly params: readonly ValueType[]
  readonly code: Code
  readonly wants: readonly string[]
}

/** Code that modules of one kind share, by key. */
export type Written = Map<string, WrittenCode>

/** Functions on their way into a module. `written`: what other modules have written, and this one adds to. */
export class ModuleBuilder {
  private readonly functions = new Map<string, Defined>()
  /** Products are added in one rounding or two, as the machine likes: faster, and not the same everywhere. */
  readonly relaxed: boolean
  private readonly written: Written
  /** What the function that is being written has wanted so far; null where none is. */
  private wants: string[] | null = null

  constructor(relaxed = false, written: Written = new Map()) {
    this.relaxed = relaxed
    this.written = written
  }

  /** The function of a key, written by `write` where there is none yet. Keys hold all that the code depends on. */
  define<const P extends readonly ValueType[]>(
    key: string,
    params: P,
    write: (code: Code, ...locals: Locals<P>) => void,
  ): Callable {
    this.wants?.push(key)
    return this.functions.get(key) ?? this.taken(key) ?? this.add(key, this.write(key, params, write))
  }

  /** A function that others have written, behind all that it wants; null where one of them is not known any more. */
  private taken(key: string): Defined | null {
    const written = this.written.get(key)
    if (written === undefined) return null
    for (const wanted of written.wants) if (!this.functions.has(wanted) && this.taken(wanted) === null) return null
    return this.add(key, written)
  }

  private add(name: string, { params, code }: WrittenCode): Defined {
    const defined: Defined = { index: this.functions.size, name, params, code }
    this.functions.set(name, defined)
    return defined
  }

  private write<P extends readonly ValueType[]>(
    key: string,
    params: P,
    write: (code: Code, ...locals: Locals<P>) => void,
  ): WrittenCode {
    const code = new Code(params)
    const locals = params.map((type, index) => localAt(type, index)) as unknown as Locals<P>
    const before = this.wants
    const wants: string[] = []
    this.wants = wants
    // Functions that `write` defines itself come first.
    write(code, ...locals)
    this.wants = before
    const written: WrittenCode = { params, code, wants }
    this.written.set(key, written)
    return written
  }

  private numberOf(name: string): number {
    const defined = this.functions.get(name)
    if (defined === undefined) throw new Error(`the module has no function ${name}`)
    return defined.index
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
    const memory = [...named("from"), ...named("memory"), 2, shared ? 3 : 1, ...unsigned(pages), ...unsigned(65_536)]
    const count = unsigned(all.length)
    const names = all.flatMap(({ name, index }): Piece[] => [unsigned(name.length), name, [0, ...unsigned(index)]])
    const bodies = all.flatMap(({ code }): Piece[] => {
      const body = code.body((called) => this.numberOf(called))
      return [unsigned(body.length), body]
    })
    return joined([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [list([...types.values()])]),
      ...section(2, [list([memory])]),
      ...section(3, [list(typeOf.map((type) => unsigned(type)))]),
      ...section(7, [count, ...names]),
      ...section(10, [count, ...bodies]),
    ])
  }
}

/** Bytes on their way into a module: numbers, or a name in ASCII. */
type Piece = ArrayLike<number> | string

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0)
}

function section(id: number, content: readonly Piece[]): readonly Piece[] {
  return [[id, ...unsigned(lengthOf(content))], ...content]
}

/** Names and bodies are long and many: they are copied once. */
function joined(pieces: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(pieces))
  let at = 0
  for (const piece of pieces) {
    if (typeof piece !== "string") bytes.set(piece, at)
    else for (let i = 0; i < piece.length; i++) bytes[at + i] = piece.charCodeAt(i)
    at += piece.length
  }
  return bytes
}
