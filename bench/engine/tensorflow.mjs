// The same step in TensorFlow.js on WebAssembly, float32, SGD with momentum. Its wasm backend has no kernel for the gradient of a
// filter: it is written as the convolution that it is, of kernels that the backend has, which is the best that a user can do.

/** Takes a step with each call; answers its loss as soon as it is there. */
export function tensorflowStepper(tf, { layers, batch, picture, classes, work }) {
  const variables = []
  const variable = (value) => {
    const made = tf.variable(value)
    variables.push(made)
    return made
  }
  const drawn = (shape, fanIn) => variable(tf.randomUniform(shape, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn)))
  const at = {
    channels: picture[0],
    height: picture[1],
    width: picture[2],
    features: 0,
    first: true,
    learns: work === "train",
  }
  const stages = layers.map((layer) => stageOf(tf, layer, at, { variable, drawn }))
  const x = tf.randomNormal([batch, picture[1], picture[2], picture[0]])
  const indices = Array.from({ length: batch }, (_, i) => i % classes)
  const labels = tf.oneHot(tf.tensor1d(indices, "int32"), classes).toFloat()
  const optimizer = tf.train.momentum(0.01, 0.9)
  const loss = () => {
    const scores = stages.reduce((y, stage) => stage(y), x)
    return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(scores)), 1)))
  }
  return async () => {
    const value = work === "forward" ? tf.tidy(loss) : optimizer.minimize(loss, true, variables)
    const [number] = await value.data()
    value.dispose()
    return number
  }
}

function stageOf(tf, { op, attrs }, at, { variable, drawn }) {
  switch (op) {
    case "Conv2d": {
      const { kernel_size: k, out_channels: filters } = attrs
      const w = drawn([k, k, at.channels, filters], k * k * at.channels)
      const b = drawn([filters], k * k * at.channels)
      const convolve = composedConvolution(tf, w, at.first)
      at.channels = filters
      at.first = false
      return (x) => tf.add(convolve(x), b)
    }
    case "BatchNorm2d": {
      const [gamma, beta] = [variable(tf.ones([at.channels])), variable(tf.zeros([at.channels]))]
      const [kept, spread] = [tf.zeros([at.channels]), tf.ones([at.channels])]
      if (!at.learns) return (x) => tf.batchNorm(x, kept, spread, beta, gamma, 1e-5)
      return (x) => {
        const { mean, variance } = tf.moments(x, [0, 1, 2])
        const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, 1e-5)))
        return tf.add(tf.mul(tf.sub(x, mean), scale), beta)
      }
    }
    case "ReLU":
      return tf.relu
    case "MaxPool2d":
      at.height /= 2
      at.width /= 2
      return (x) => tf.maxPool(x, 2, 2, "valid")
    case "Flatten":
      at.features = at.channels * at.height * at.width
      return (x) => tf.reshape(x, [x.shape[0], -1])
    case "Dropout":
      return at.learns ? (x) => tf.dropout(x, 0.5) : (x) => x
    default: {
      const w = drawn([at.features, attrs.out_features], at.features)
      const b = drawn([attrs.out_features], at.features)
      at.features = attrs.out_features
      return (x) => tf.add(tf.matMul(x, w), b)
    }
  }
}

/** conv2d with its gradients in kernels of the wasm backend; the data of the first layer need none. */
function composedConvolution(tf, w, first) {
  const half = (w.shape[0] - 1) / 2
  const border = [half, half]
  const toFilter = (x, dy) => {
    // dw = x ⋆ dy, examples as channels and channels as examples.
    const images = tf.pad(tf.transpose(x, [3, 1, 2, 0]), [[0, 0], border, border, [0, 0]])
    return tf.transpose(tf.conv2d(images, tf.transpose(dy, [1, 2, 0, 3]), 1, "valid"), [1, 2, 0, 3])
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
      const gradFunc = (dy, [image, weight]) => [
        tf.conv2dTranspose(dy, weight, image.shape, 1, "same"),
        toFilter(image, dy),
      ]
      return { value: tf.conv2d(image, weight, 1, "same"), gradFunc }
    })(x, w)
}
