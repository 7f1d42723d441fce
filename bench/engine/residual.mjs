// ResNet-18 in TensorFlow.js, in the shape that workloads.ts gives it.

import { batchNorm, composedConvolution } from "./composed.mjs"

/** Pictures of 224×224 to scores of a thousand classes. */
export function residualNetwork(tf, { variable, drawn }) {
  const normed = (channels, filters, size, stride, first = false) => {
    const weights = drawn([size, size, channels, filters], size * size * channels)
    const convolve = composedConvolution(tf, weights, first, stride)
    const norm = batchNorm(tf, variable(tf.ones([filters])), variable(tf.zeros([filters])))
    return (x) => norm(convolve(x))
  }
  const block = (channels, filters, stride) => {
    const [first, second] = [normed(channels, filters, 3, stride), normed(filters, filters, 3, 1)]
    const shortcut = stride === 1 && channels === filters ? (x) => x : normed(channels, filters, 1, stride)
    return (x) => tf.relu(tf.add(second(tf.relu(first(x))), shortcut(x)))
  }
  const stem = normed(3, 64, 7, 2, true)
  const blocks = [64, 128, 256, 512].flatMap((filters, i) => {
    const before = i === 0 ? 64 : filters / 2
    return [block(before, filters, i === 0 ? 1 : 2), block(filters, filters, 1)]
  })
  const [w, b] = [drawn([512, 1000], 512), drawn([1000], 512)]
  return (x) => {
    const start = tf.maxPool(tf.relu(stem(x)), 3, 2, 1)
    const maps = blocks.reduce((y, stage) => stage(y), start)
    return tf.add(tf.matMul(tf.mean(maps, [1, 2]), w), b)
  }
}
