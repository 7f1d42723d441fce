// The body of one function, statement by statement: locals, stores, loops. Loops run at least once, as kernels never see an
// empty tensor.

import { fixed, unsigned } from "./bytes.ts"
import {
  beyond,
  i32,
  type Local,
  localAt,
  storeCode,
  storeLaneCode,
  typeByte,
  type Value,
  type ValueType,
} from "./values.ts"

const EMPTY_BLOCK = 0x40
const [BLOCK_LOOP, BLOCK_IF, END, BRANCH_IF, CALL, LOCAL_SET, ELSE] = [
  0x03, 0x04, 0x0b, 0x0d, 0x10, 0x21, 0x05,
] as const

/** A function that code can call, by its key in the module. */
export interface Callable {
  readonly name: string
}

/** Collects the code of one function. */
export class Code {
  /** Where it calls others: their numbers are those of a module, and are put in there. */
  private readonly calls: { readonly at: number; readonly name: string }[] = []
  private readonly bytes: number[] = []
  private readonly locals: ValueType[] = []
  private readonly params: readonly ValueType[]
  /** The body, once a module has asked for it: many hold the same code. */
  private whole: Uint8Array | null = null
  /** Bytes of it before the first statement. */
  private start = 0

  constructor(params: readonly ValueType[]) {
    this.params = params
  }

  /** A new variable, zero at first. */
  local<T extends ValueType>(type: T): Local<T> {
    this.locals.push(type)
    return localAt(type, this.params.length + this.locals.length - 1)
  }

  /** Several of one type. */
  many<T extends ValueType>(type: T, count: number): readonly Local<T>[] {
    return Array.from({ length: count }, () => this.local(type))
  }

  set<T extends ValueType>(local: Local<T>, to: Value<T>): void {
    this.bytes.push(...to.code, LOCAL_SET, ...unsigned(local.index))
  }

  /** A new variable that starts as `to`. */
  let<T extends ValueType>(to: Value<T>): Local<T> {
    const local = this.local(to.type)
    this.set(local, to)
    return local
  }

  /** Moves a pointer or a counter. */
  advance(local: Local<"i32">, by: number): void {
    if (by !== 0) this.set(local, beyond(local, by))
  }

  store(at: Value<"i32">, offset: number, value: Value<ValueType>): void {
    this.bytes.push(...storeCode(at, offset, value))
  }

  /** Stores the first numbers of a vector, so many of the four; `step`: floats from one to the next. */
  storeLanes(at: Value<"i32">, offset: number, x: Local<"v128">, lanes: number, step = 1): void {
    for (let lane = 0; lane < lanes; lane++) this.bytes.push(...storeLaneCode(at, offset + 4 * step * lane, x, lane))
  }

  call(callee: Callable, ...args: readonly Value<ValueType>[]): void {
    for (const { code } of args) this.bytes.push(...code)
    this.bytes.push(CALL)
    this.calls.push({ at: this.bytes.length, name: callee.name })
    this.bytes.push(...fixed(0))
  }

  /** Again and again, as long as the condition holds behind the body. */
  doWhile(body: () => void, condition: () => Value<"i32">): void {
    this.bytes.push(BLOCK_LOOP, EMPTY_BLOCK)
    body()
    this.bytes.push(...condition().code, BRANCH_IF, 0, END)
  }

  /** So many times; the count is known now or when it runs, and is at least one. */
  repeat(count: number | Value<"i32">, body: () => void): void {
    if (count === 1) {
      body()
      return
    }
    const left = this.let(typeof count === "number" ? i32.constant(count) : count)
    this.doWhile(body, () => {
      this.advance(left, -1)
      return i32.unequal(left, i32.constant(0))
    })
  }

  /** Walks a pointer in steps up to, and not to, an end that it meets exactly. */
  walk(pointer: Local<"i32">, step: number, end: Value<"i32">, body: () => void): void {
    this.doWhile(body, () => {
      this.advance(pointer, step)
      return i32.unequal(pointer, end)
    })
  }

  when(condition: Value<"i32">, then: () => void, otherwise?: () => void): void {
    this.bytes.push(...condition.code, BLOCK_IF, EMPTY_BLOCK)
    then()
    if (otherwise !== undefined) {
      this.bytes.push(ELSE)
      otherwise()
    }
    this.bytes.push(END)
  }

  /** The body as a module holds it, without its size: nothing can be added from then on. `indexOf`: numbers of functions. */
  body(indexOf: (name: string) => number): Uint8Array {
    this.whole ??= this.ended()
    if (this.calls.length === 0) return this.whole
    const body = this.whole.slice()
    for (const { at, name } of this.calls) body.set(fixed(indexOf(name)), this.start + at)
    return body
  }

  private ended(): Uint8Array {
    const locals = [...unsigned(this.locals.length), ...this.locals.flatMap((type) => [1, typeByte(type)])]
    this.start = locals.length
    const whole = Uint8Array.from([...locals, ...this.bytes, END])
    // A list of numbers is many times as large, and code is kept.
    this.bytes.length = 0
    return whole
  }
}
