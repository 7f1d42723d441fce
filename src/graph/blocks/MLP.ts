import { choice, int, ints } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"

export const MLP = defineBlock({
  kind: "MLP",
  title: "MLP",
  summary: "Fully connected layers with an activation between them; images are flattened first.",
  keywords: ["dense", "fully connected", "multilayer perceptron", "feed-forward", "FC"],
  options: {
    hidden_features: ints({ doc: "Outputs of each hidden layer.", fallback: [64], min: 1, least: 0, most: 8 }),
    out_features: int({ doc: "Outputs of the last layer.", fallback: 10, min: 1 }),
    activation: choice(["ReLU", "GELU", "SiLU", "Tanh", "Sigmoid"], {
      doc: "After each hidden layer.",
      fallback: "ReLU",
    }),
  },
  draw: (sketch, { hidden_features, out_features, activation }) => {
    const flat = (sketch.source?.length ?? 2) > 2
    let last = flat ? sketch.apply("flatten", "Flatten", null) : null
    hidden_features.forEach((size, index) => {
      const linear = sketch.apply(`fc${index + 1}`, "Linear", last, { out_features: size })
      last = sketch.apply(`act${index + 1}`, activation, linear)
    })
    const output = sketch.apply(`fc${hidden_features.length + 1}`, "Linear", last, { out_features })
    return { input: [flat ? "flatten" : "fc1", "input"], output }
  },
})
