// Arrays with a shape. Contiguous, row-major (the last axis moves fastest), in one of two precisions.
// This folder holds every loop over numbers and knows no op, no graph and no document. Loops are written once for
// both precisions and accumulate in float64. Nothing here throws for user mistakes: shapes were checked before.

/** The precision of every number of a run. */
export type Dtype = "float32" | "float64"
/** Sizes of the axes, the outermost first; `[]` is a scalar. */
export type Shape = readonly number[]
/** Numbers in row-major order: the last axis runs fastest. */
export type TensorData = Float32Array | Float64Array

/** Numbers with a shape. Whoever is given one leaves its data as they are. */
export interface Tensor {
  readonly shape: Shape
  readonly data: TensorData
}

/** Product of the sizes; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** Size of one axis; a negative axis counts from the end. Throws if there is no such axis (a bug: rank is checked first). */
export function dim(shape: Shape, axis: number): number {
  const size = shape.at(axis)
  if (size === undefined) throw new Error(`shape ${formatShape(shape)} has no axis ${axis}`)
  return size
}

/** Elements to skip for one step along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis]!
  }
  return strides
}

/** `10×28×28`; a scalar is `scalar`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join("×")
}

/** True if all sizes agree, without broadcasting. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis])
}

/** The precision that a tensor's numbers are stored in. */
export function dtypeOf(tensor: Tensor): Dtype {
  return tensor.data instanceof Float64Array ? "float64" : "float32"
}

/** Zeros without a shape. */
export function allocate(size: number, dtype: Dtype): TensorData {
  return dtype === "float64" ? new Float64Array(size) : new Float32Array(size)
}

/** Zeros in the precision of `dtype`. */
export function zeros(shape: Shape, dtype: Dtype): Tensor {
  return { shape, data: allocate(sizeOf(shape), dtype) }
}

/** The same number everywhere. */
export function full(shape: Shape, value: number, dtype: Dtype): Tensor {
  return { shape, data: allocate(sizeOf(shape), dtype).fill(value) }
}

/** Throws if the number of values is not the product of the shape. */
export function tensorOf(shape: Shape, values: ArrayLike<number>, dtype: Dtype): Tensor {
  if (values.length !== sizeOf(shape)) {
    throw new Error(`shape ${formatShape(shape)} wants ${sizeOf(shape)} values, got ${values.length}`)
  }
  return { shape, data: dtype === "float64" ? new Float64Array(values) : new Float32Array(values) }
}

/** Zeros of another shape, in the precision of `tensor`. */
export function zerosLike(tensor: Tensor, shape: Shape = tensor.shape): Tensor {
  return zeros(shape, dtypeOf(tensor))
}

/** The same numbers under another shape; data are shared, so treat both as read-only. */
export function reshape(tensor: Tensor, shape: Shape): Tensor {
  if (sizeOf(shape) !== tensor.data.length) {
    throw new Error(`cannot view ${formatShape(tensor.shape)} as ${formatShape(shape)}`)
  }
  return { shape, data: tensor.data }
}

/** In the precision of `dtype`; the tensor itself if it already is. */
export function castTo(tensor: Tensor, dtype: Dtype): Tensor {
  return dtypeOf(tensor) === dtype ? tensor : tensorOf(tensor.shape, tensor.data, dtype)
}

/** The same numbers in their order as a tensor of another shape; the tensor itself where the shape has another size, or is none. */
export function viewed(tensor: Tensor, shape: Shape | undefined): Tensor {
  return shape === undefined || sizeOf(shape) !== tensor.data.length ? tensor : { shape, data: tensor.data }
}
