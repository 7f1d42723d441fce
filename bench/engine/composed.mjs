// What TensorFlow.js has no kernel for on WebAssembly, made of those that it has. The gradient of a filter is written as the
// convolution that it is, which is the best that a user can do.

/** Batch norm by the numbers of its batch. */
export function batchNorm(tf, gamma, beta) {
  return (x) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2])
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, 1e-5)))
    return tf.add(tf.mul(tf.sub(x, mean), scale), beta)
  }
}

/** conv2d with its gradients in kernels of the wasm backend; the data of the first layer need none. */
export function composedConvolution(tf, w, first, stride = 1) {
  const size = w.shape[0]
  const half = (size - 1) / 2
  const toFilter = (x, dy) => {
    // dw = x ⋆ dy, examples as channels and channels as examples; pixels of dy lie `stride` apart.
    const border = [half, half]
    const images = tf.pad(tf.transpose(x, [3, 1, 2, 0]), [[0, 0], border, border, [0, 0]])
    const found = tf.conv2d(images, tf.transpose(dy, [1, 2, 0, 3]), 1, "valid", "NHWC", stride)
    // Where the stride does not come out even, a row and a column are left over.
    return tf.transpose(tf.slice(found, [0, 0, 0, 0], [-1, size, size, -1]), [1, 2, 0, 3])
  }
  const convolve = (x, weight) => tf.conv2d(x, weight, stride, half)
  if (first) {
    return (x) => tf.customGrad((weight) => ({ value: convolve(x, weight), gradFunc: (dy) => toFilter(x, dy) }))(w)
  }
  return (x) =>
    tf.customGrad((image, weight, save) => {
      save([image, weight])
      const gradFunc = (dy, [image, weight]) => [
        tf.conv2dTranspose(dy, weight, image.shape, stride, half),
        toFilter(image, dy),
      ]
      return { value: convolve(image, weight), gradFunc }
    })(x, w)
}
