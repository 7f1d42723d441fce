// A plan in the making: steps in order, buffers with the steps that look at them, and tensors in every layout that somebody
// wanted. Conversions are steps like any other.

import { isBare } from "../../../kernels/border.ts"
import { type Copy, strided } from "../../../kernels/copy.ts"
import type { Images } from "../../../kernels/fast.ts"
import { BARE, type Halo, type Planes, planesBytes, roundedUp } from "../../../kernels/planes.ts"
import type { Formula } from "../../../kernels/pointwise/formula.ts"
import type { Callable } from "../../../kernels/wasm/code.ts"
import type { ModuleBuilder } from "../../../kernels/wasm/module.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { blank, blankBorder } from "./blanks.ts"
import { type Buffer, newBuffer, touch } from "./buffers.ts"
import { intoPlanes, isAsWide, outOfPlanes, planesOf, sameImages } from "./layouts.ts"
import { type Divided, type KernelPart, partsOf } from "./parts.ts"
import type { Running } from "./running.ts"

/** Planes in a buffer. */
export interface InPlanes {
  readonly planes: Planes
  readonly images: Images
  readonly buffer: Buffer
}

/** A tensor on its way through a plan, in each layout that it is there. */
export interface Drafted {
  readonly shape: Shape
  /** Contiguous. */
  flat: Buffer | null
  readonly planes: InPlanes[]
  /** Where the numbers come from while a plan runs, if eager rules or a document made them. */
  readonly given: ((running: Running) => ArrayLike<number>) | null
  /** How it comes to be once somebody looks; null where it is there, or given. */
  unwritten: Unwritten | null
  /** A product that is not done yet, so that what follows can be done as its numbers are stored. */
  deferred: Deferred | null
}

/** The op that is done with a product, and the border that readers of its output want. */
interface Follower {
  readonly kind: string
  readonly halo: Halo
}

/** A product on its way: of a convolution, or of a layer. */
interface Deferred {
  /** The same through a norm of its channels by a table (normalize.ts), which goes into its weights; null where it cannot. */
  readonly scaled: ((table: Buffer, follower: Follower) => Drafted) | null
  /** What is positive of it, zeros elsewhere; null where that is done already. */
  readonly rectified: ((follower: Follower) => Drafted) | null
  readonly write: () => void
}

/** A tensor that is still a formula, which others may take into theirs. */
interface Unwritten {
  readonly formula: Formula
  /** Operands of the formula, which calls them by their numbers. */
  readonly of: readonly Operand[]
  /** What the formula does, op by op. */
  readonly kinds: readonly string[]
  readonly phase: Part["phase"]
  /** Whether the way back asks for its numbers. */
  readonly remembered: boolean
  /** Puts the numbers into a layout of the tensor's own. */
  readonly write: () => void
}

/** A tensor in a formula. */
export interface Operand {
  readonly tensor: Drafted
  /** The shape in which it meets the others: axes of length 1 are repeated. */
  readonly shape: Shape
  /** Numbers of the tensor before the first that is meant: it is part of a table. */
  readonly offset?: number
}

/** What a step is part of. */
export interface Part {
  readonly node: string
  readonly phase: "forward" | "backward" | "update"
}

/** One step: a kernel over buffers, or something that is not done by kernels. */
export interface DraftStep extends Part {
  /** What it does, in words: `direct convolution`, `pack weights`. */
  readonly what: string
  /** Multiply-adds, and bytes that go through. */
  readonly macs: number
  readonly bytes: number
  readonly kernel: { readonly parts: readonly KernelPart[]; readonly buffers: readonly Buffer[] } | null
  readonly script: ((running: Running) => Generator<void, void, void> | void) | null
  /** A step that is only needed where this buffer shares its place. */
  readonly ifShared: Buffer | null
}

/** Lines of the cache: what two threads write lies in different ones. */
const LINE = 64

/** Collects a plan. */
export class Draft {
  readonly steps: DraftStep[] = []
  readonly buffers: Buffer[] = []
  readonly module: ModuleBuilder
  /** Numbers that kernels read and nobody writes, by buffer. */
  readonly constants: { readonly buffer: Buffer; readonly data: Int32Array | Float32Array }[] = []
  /** What the next steps are part of. */
  part: Part = { node: "", phase: "forward" }
  /** Threads that the plan may run on. */
  readonly threads: number

  constructor(module: ModuleBuilder, threads = 1) {
    this.module = module
    this.threads = threads
  }

  buffer(floats: number, kept = false): Buffer {
    const buffer = newBuffer(4 * roundedUp(Math.max(1, floats)), kept)
    this.buffers.push(buffer)
    return buffer
  }

  /** Room that a part works in, for each thread its own. */
  scratch(floats: number): Buffer {
    const own = LINE * Math.ceil(Math.max(1, floats) / (LINE / 4))
    const buffer = newBuffer(own * this.threads, false, own)
    this.buffers.push(buffer)
    return buffer
  }

  /** A buffer with numbers that stay. */
  constant(data: Int32Array | Float32Array): Buffer {
    const buffer = this.buffer(data.length, true)
    touch(buffer, 0)
    this.constants.push({ buffer, data })
    return buffer
  }

  /** A step by a kernel: the buffers are its arguments. */
  call(what: string, { name }: Callable, buffers: readonly Buffer[], macs = 0, ifShared: Buffer | null = null): void {
    this.push(what, { parts: [{ name }], buffers }, macs, ifShared)
  }

  /** The same in parts, which threads share. */
  divide(divided: Divided, ifShared: Buffer | null = null): void {
    const kernel = { parts: partsOf(divided), buffers: divided.args.map(({ buffer }) => buffer) }
    this.push(divided.what, kernel, divided.macs ?? 0, ifShared)
  }

  private push(what: string, kernel: NonNullable<DraftStep["kernel"]>, macs: number, ifShared: Buffer | null): void {
    let bytes = 0
    for (const buffer of kernel.buffers) {
      touch(buffer, this.steps.length)
      bytes += buffer.own || buffer.bytes
    }
    const { node, phase } = this.part
    this.steps.push({ node, phase, what, macs, bytes, kernel, script: null, ifShared })
  }

  /** A step by other means; it looks at these buffers. */
  run(what: string, buffers: readonly Buffer[], script: NonNullable<DraftStep["script"]>): void {
    for (const buffer of buffers) touch(buffer, this.steps.length)
    const { node, phase } = this.part
    this.steps.push({ node, phase, what, macs: 0, bytes: 0, kernel: null, script, ifShared: null })
  }

  copy(what: string, copy: Copy, from: Buffer, to: Buffer): void {
    this.call(what, strided(this.module, copy), [from, to])
  }

  clear(buffer: Buffer): void {
    this.divide(blank(this.module, buffer))
  }

  /** New planes, their border of zeros. */
  newPlanes(images: Images, halo: Halo, tight = false): InPlanes {
    const made = this.room(images, halo, tight)
    if (!isBare(halo)) this.divide(blankBorder(this.module, made.planes, made.buffer), made.buffer)
    return made
  }

  /** New planes with zeros everywhere. */
  zeroPlanes(images: Images, halo: Halo): InPlanes {
    const made = this.room(images, halo, false)
    this.clear(made.buffer)
    return made
  }

  private room(images: Images, halo: Halo, tight: boolean): InPlanes {
    const planes = planesOf(images, halo, tight)
    return { planes, images, buffer: this.buffer(planesBytes(planes) / 4) }
  }

  /** What adds its steps later than its node's turn comes: they are that node's, in the phase at hand. */
  as<T>(node: string, add: () => T): T {
    const { part } = this
    this.part = { node, phase: part.phase }
    const made = add()
    this.part = part
    return made
  }

  /** Sees to it that a tensor is more than a formula. */
  written(tensor: Drafted): void {
    const { unwritten, deferred } = tensor
    tensor.unwritten = null
    tensor.deferred = null
    unwritten?.write()
    deferred?.write()
  }

  /** The tensor as planes that are as wide as wanted; whole vectors of channels unless `tight` is enough. */
  planes(tensor: Drafted, images: Images, halo: Halo, tight = false): InPlanes {
    this.written(tensor)
    const there = tensor.planes.find(
      (one) =>
        sameImages(one.images, images) && isAsWide(one.planes.halo, halo) && (tight || one.planes.pitch % 4 === 0),
    )
    if (there !== undefined) return there
    const flat = this.flat(tensor)
    const alone = images.height * images.width === 1 && isBare(halo)
    // A matrix of whole vectors lies in memory as planes do.
    const made: InPlanes =
      alone && (tight || images.channels % 4 === 0)
        ? { planes: planesOf(images, BARE, true), images, buffer: flat }
        : this.newPlanes(images, halo, tight)
    if (made.buffer !== flat) this.copy("to planes", intoPlanes(made.planes), flat, made.buffer)
    tensor.planes.push(made)
    return made
  }

  /** The tensor as contiguous numbers. */
  flat(tensor: Drafted): Buffer {
    this.written(tensor)
    if (tensor.flat !== null) return tensor.flat
    const { given } = tensor
    const [first] = tensor.planes
    const alone = first !== undefined && first.planes.pitch === first.planes.channels
    const same = alone && first.images.height * first.images.width === 1 && isBare(first.planes.halo)
    const flat = same ? first.buffer : this.buffer(sizeOf(tensor.shape))
    tensor.flat = flat
    if (given !== null) this.run("load", [flat], (running) => running.floats(flat).set(given(running)))
    else if (first === undefined) throw new Error("a tensor is nowhere")
    else if (!same) this.copy("from planes", outOfPlanes(first.planes), first.buffer, flat)
    return flat
  }
}

/** A tensor that is nowhere yet but as said. */
export function drafted(shape: Shape, there: Partial<Omit<Drafted, "shape">> = {}): Drafted {
  return { shape, flat: null, planes: [], given: null, unwritten: null, deferred: null, ...there }
}

/** A tensor that is there in one layout. */
export function inPlanes(shape: Shape, planes: InPlanes): Drafted {
  return drafted(shape, { planes: [planes] })
}

/** A tensor that is there as contiguous numbers. */
export function contiguous(shape: Shape, flat: Buffer): Drafted {
  return drafted(shape, { flat })
}

/** A tensor whose numbers come from outside the arena. */
export function given(shape: Shape, from: NonNullable<Drafted["given"]>): Drafted {
  return drafted(shape, { given: from })
}
