// The same step in TensorFlow.js on WebAssembly, float32, SGD with momentum.

import { batchNorm, composedConvolution } from "./composed.mjs"
import { residualNetwork } from "./residual.mjs"

/** Takes a step with each call; answers its loss as soon as it is there. */
export function tensorflowStepper(tf, { network, layers, batch, picture, classes, work }) {
  const variables = []
  const variable = (value) => {
    const made = tf.variable(value)
    variables.push(made)
    return made
  }
  const drawn = (shape, fanIn) => variable(tf.randomUniform(shape, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn)))
  const net =
    network === "resnet18"
      ? residualNetwork(tf, { variable, drawn })
      : chain(tf, layers, picture, work === "train", { variable, drawn })
  const x = tf.randomNormal([batch, picture[1], picture[2], picture[0]])
  const indices = Array.from({ length: batch }, (_, i) => i % classes)
  const labels = tf.oneHot(tf.tensor1d(indices, "int32"), classes).toFloat()
  const optimizer = tf.train.momentum(0.01, 0.9)
  const loss = () => {
    return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(net(x))), 1)))
  }
  const taken = {
    forward: () => tf.tidy(loss),
    train: () => optimizer.minimize(loss, true, variables),
    both: () => {
      const { value, grads } = tf.variableGrads(loss, variables)
      tf.dispose(grads)
      return value
    },
  }
  return async () => {
    const value = taken[work]()
    const [number] = await value.data()
    value.dispose()
    return number
  }
}

function chain(tf, layers, [channels, height, width], learns, drawing) {
  const at = { channels, height, width, features: 0, first: true, learns }
  const stages = layers.map((layer) => stageOf(tf, layer, at, drawing))
  return (x) => stages.reduce((y, stage) => stage(y), x)
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
      return at.learns ? batchNorm(tf, gamma, beta) : (x) => tf.batchNorm(x, kept, spread, beta, gamma, 1e-5)
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
