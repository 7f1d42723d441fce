// Arrays from files as fields of examples: each goes where an Input takes it, pictures from 0 to 1 and with the axes of the
// Input, classes as indices. Nothing is read before it is known to fit.

import { count, quote } from "../../graph/problem.ts"
import { permute } from "../../tensor/permute.ts"
import { type Shape, sameShape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { StoredArray } from "../files/fileKind.ts"
import type { FieldPlace } from "../table/places.ts"
import { uint8 } from "./numberKinds.ts"

/** An array and the name that it gets as a field. */
export interface NamedArray extends StoredArray {
  readonly field: string
  /** The file that it came from. */
  readonly file: string
}
export interface ArrayChoice {
  /** Bytes of 0 to 255 become 0 to 1. Default true. */
  readonly scale?: boolean
  /** Only the first ones. */
  readonly examples?: number
}
interface ArrayFields {
  readonly fields: readonly (readonly [string, Tensor])[]
  readonly arrays: ArrayReading
}
/** What was made of arrays. */
export interface ArrayReading {
  /** Whether there were bytes that were, or could be, scaled to 0 to 1. */
  readonly bytes: boolean
  /** What was decided, a sentence each. */
  readonly notes: readonly string[]
}
export interface ArrayProblem {
  readonly problem: string
  /** So many examples would not be too many. */
  readonly examples?: number
}

/** Fields for a graph with these Inputs, of at most `most` numbers. */
export function fieldsOfArrays(
  arrays: readonly NamedArray[],
  places: readonly FieldPlace[],
  most: number,
  choice: ArrayChoice,
): ArrayFields | ArrayProblem {
  const chosen = sameCount(arrays)
  if ("problem" in chosen) return chosen
  const rows = chosen.used[0]?.shape[0] ?? 0
  const wanted = Math.min(rows, choice.examples ?? rows)
  const each = chosen.used.reduce((sum, { shape }) => sum + sizeOf(shape.slice(1)), 0)
  if (wanted * each > most) return tooMany(wanted, each, most)
  const free = [...places]
  const notes = [...chosen.notes]
  const fields: (readonly [string, Tensor])[] = []
  let bytes = false
  for (const array of chosen.used) {
    const read = array.read(wanted)
    if ("problem" in read) return { problem: `${quote(array.file)}: ${read.problem}.` }
    const label = classesIn(array, read, free)
    const place = label === null ? placeFor(array, free) : label.place
    if (place !== undefined) free.splice(free.indexOf(place), 1)
    const scaled = label === null && isPicture(array) && read.data.some((x) => x > 1)
    bytes ||= scaled
    const numbers = scaled && choice.scale !== false ? overBytes(read) : read
    if (scaled) notes.push(scaleWords(array.field, choice.scale !== false))
    fields.push(label === null ? [array.field, shaped(numbers, place, array)] : ["labels", label.tensor])
  }
  if (wanted < rows) notes.push(`The first ${count(wanted)} of ${count(rows)} examples are used.`)
  return { fields, arrays: { bytes, notes } }
}

// ---- How many -------------------------------------------------------------------------------------------------------

/** The arrays of one number of examples; of an archive of several parts those to train on, else the most. */
function sameCount(
  arrays: readonly NamedArray[],
): { readonly used: readonly NamedArray[]; readonly notes: readonly string[] } | ArrayProblem {
  const scalars = arrays.find(({ shape }) => shape.length === 0)
  const some = arrays.filter(({ shape }) => shape.length > 0)
  const [first] = some
  if (first === undefined) {
    return {
      problem:
        scalars === undefined
          ? "There are no arrays in it."
          : `${quote(scalars.file)} holds a single number; expected examples.`,
    }
  }
  const counts = [...new Set(some.map(({ shape }) => shape[0] ?? 0))]
  if (counts.length === 1) return { used: some, notes: [] }
  const other = some.find(({ shape }) => shape[0] !== first.shape[0])
  if (other !== undefined && other.file !== first.file) {
    const [a, b] = [
      `${quote(other.file)} has ${count(other.shape[0] ?? 0)} examples`,
      `${quote(first.file)} has ${count(first.shape[0] ?? 0)}`,
    ]
    return { problem: `${a}, but ${b}; the first axis counts the examples.` }
  }
  const training = some.find(({ name }) => /train/i.test(name))
  const rows = training?.shape[0] ?? Math.max(...counts)
  const used = some.filter(({ shape }) => shape[0] === rows)
  const left = some.filter((array) => !used.includes(array)).map(({ name }) => quote(name))
  return {
    used,
    notes: [`${left.join(", ")} of another number of examples ${left.length === 1 ? "is" : "are"} left out.`],
  }
}

function tooMany(rows: number, each: number, most: number): ArrayProblem {
  const examples = Math.floor(most / Math.max(1, each))
  const found = `${count(rows)} examples of ${count(each)} numbers are ${count(rows * each)}; the limit here is ${count(most)}`
  const next = examples === 0 ? "make an example smaller" : `take the first ${count(examples)}`
  return { problem: `These are too many numbers: ${found}: ${next}.`, ...(examples > 0 ? { examples } : {}) }
}

// ---- Where to -------------------------------------------------------------------------------------------------------

/** Class indices, where an array holds them and the graph compares some: a number an example, or one-hot rows. */
function classesIn(
  array: NamedArray,
  { shape, data }: Tensor,
  free: readonly FieldPlace[],
): { readonly place: FieldPlace | undefined; readonly tensor: Tensor } | null {
  const rows = shape[0] ?? 0
  const each = sizeOf(shape.slice(1))
  const place = free.find(({ classes }) => classes !== null)
  const named = /label|class/i.test(array.field)
  if (each === 1 && (place !== undefined || (named && shape.length === 1))) {
    return data.every((n) => Number.isInteger(n) && n >= 0) ? { place, tensor: { shape: [rows], data } } : null
  }
  if (place === undefined || each !== place.classes || !isOneHot(data, each)) return null
  const indices = Float64Array.from({ length: rows }, (_, row) =>
    data.subarray(row * each, (row + 1) * each).indexOf(1),
  )
  return { place, tensor: { shape: [rows], data: indices } }
}

function isOneHot(data: Tensor["data"], width: number): boolean {
  for (let row = 0; row < data.length; row += width) {
    let sum = 0
    for (let i = row; i < row + width; i++) {
      const x = data[i] ?? 0
      if (x !== 0 && x !== 1) return false
      sum += x
    }
    if (sum !== 1) return false
  }
  return true
}

const TARGET = /^(?:y|t|targets?|labels?)(?:[_-]|\d|$)/i

function placeFor({ shape, field }: NamedArray, free: readonly FieldPlace[]): FieldPlace | undefined {
  const size = sizeOf(shape.slice(1))
  const fits = free.filter((place) => place.classes === null && place.size === size)
  return fits.find(({ id }) => id === field) ?? fits.find(({ target }) => target === TARGET.test(field)) ?? fits[0]
}

/** With the axes of the Input; a picture that no Input takes gets an axis of one channel. */
function shaped(tensor: Tensor, place: FieldPlace | undefined, array: NamedArray): Tensor {
  const { data } = tensor
  const [rows = 0, ...each] = tensor.shape
  if (place === undefined) {
    return isPicture(array) && each.length === 2 ? { shape: [rows, 1, ...each], data } : tensor
  }
  if (channelsLast(each, place.example)) return permute(tensor, [0, 3, 1, 2])
  return { shape: [rows, ...place.example], data }
}

/** H×W×C for an Input of C×H×W. */
function channelsLast(each: Shape, example: Shape): boolean {
  const [height = 0, width = 0, channels = 0] = each
  return each.length === 3 && !sameShape(each, example) && sameShape([channels, height, width], example)
}

// ---- Bytes ----------------------------------------------------------------------------------------------------------

function isPicture({ dtype, shape }: NamedArray): boolean {
  return dtype === uint8.name && sizeOf(shape.slice(1)) > 1
}

function overBytes({ shape, data }: Tensor): Tensor {
  return { shape, data: Float32Array.from(data, (x) => x / 255) }
}

function scaleWords(field: string, scaled: boolean): string {
  return scaled ? `${quote(field)}: 0 to 255 are scaled to 0 to 1.` : `${quote(field)}: 0 to 255 are kept as they are.`
}

/** A field's name from its file's: without endings, and without what IDX files add. */
export function fieldName(file: string, array: string): string {
  if (array !== "") return array
  const stem = file
    .replace(/^.*[/\\]/, "")
    .replace(/\.gz$/i, "")
    .replace(/\.(?:npy|npz|idx\d?|safetensors|ubyte)$/i, "")
    .replace(/[-._]?idx\d[-._]?ubyte$/i, "")
  return stem === "" ? "x" : stem
}
