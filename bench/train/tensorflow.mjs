// The same networks and the same step in TensorFlow.js, float32, SGD with momentum. Its wasm backend has no kernel for the
// gradient of a convolution's filter; there it is written as the convolution that it is, of kernels that the backend has.

/** Takes a step with each call; answers its loss as soon as it is there. */
export function tensorflowStepper(tf, { document, batch }) {
  const node = (id) => document.nodes.find((one) => one.id === id)
  const chain = document.nodes.filter(({ op }) => !["Input", "CrossEntropyLoss"].includes(op))
  const variables = []
  const variable = (shape, fanIn) => {
    const made = tf.variable(tf.randomUniform(shape, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn)))
    variables.push(made)
    return made
  }
  let channels = 1
  let size = 28
  const stages = chain.map(({ op, attrs }) => {
    if (op === "Conv2d") {
      const { kernel_size: k, out_channels: f } = attrs
      const w = variable([k, k, channels, f], k * k * channels)
      const b = variable([f], k * k * channels)
      channels = f
      const convolve = tf.getBackend() === "wasm" ? composedConv(tf, w, variables.length === 2) : null
      return (x) => tf.add(convolve === null ? tf.conv2d(x, w, 1, "same") : convolve(x), b)
    }
    if (op === "MaxPool2d") {
      size /= 2
      return (x) => tf.maxPool(x, 2, 2, "valid")
    }
    if (op === "ReLU") return tf.relu
    if (op === "Flatten") return (x) => tf.reshape(x, [batch, -1])
    const inputs = channels * size * size
    const w = variable([inputs, attrs.out_features], inputs)
    const b = variable([attrs.out_features], inputs)
    return (x) => tf.add(tf.matMul(x, w), b)
  })
  const [, , height, width] = node("x").attrs.shape
  const x = tf.randomNormal([batch, height, width, 1])
  const labels = tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: batch }, (_, i) => i % 3),
        "int32",
      ),
      3,
    )
    .toFloat()
  const optimizer = tf.train.momentum(0.01, 0.9)
  const loss = () => {
    const scores = stages.reduce((y, stage) => stage(y), x)
    return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(scores)), 1)))
  }
  return async () => {
    const value = optimizer.minimize(loss, true, variables)
    const [number] = await value.data()
    value.dispose()
    return number
  }
}

/** conv2d with its gradients in kernels of the wasm backend; the data of the first layer need none. */
function composedConv(tf, w, first) {
  const half = (w.shape[0] - 1) / 2
  const toFilter = (x, dy) => {
    // dw = x ⋆ dy, examples as channels and channels as examples.
    const images = tf.transpose(x, [3, 1, 2, 0])
    const filters = tf.transpose(dy, [1, 2, 0, 3])
    const padded = tf.pad(images, [
      [0, 0],
      [half, half],
      [half, half],
      [0, 0],
    ])
    return tf.transpose(tf.conv2d(padded, filters, 1, "valid"), [1, 2, 0, 3])
  }
  if (first) {
    return (x) =>
      tf.customGrad((weight) => ({
        value: tf.conv2d(x, weight, 1, "same"),
        gradFunc: (dy) => toFilter(x, dy),
      }))(w)
  }
  return (x) =>
    tf.customGrad((image, weight, save) => {
      save([image, weight])
      return {
        value: tf.conv2d(image, weight, 1, "same"),
        gradFunc: (dy, [image, weight]) => [
          tf.conv2dTranspose(dy, weight, image.shape, 1, "same"),
          toFilter(image, dy),
        ],
      }
    })(x, w)
}
