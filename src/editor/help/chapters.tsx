// The words of the help panel. Each line has the sign as it is drawn on the screen; colours are the editor's own.

import type { ReactNode } from "react"
import { TOLERANCE } from "../../engine/gradcheck.ts"
import { colourOf, css, type Family } from "../tensor/colour.ts"
import { useDark } from "../theme.ts"
import styles from "./HelpPanel.module.css"

interface Line {
  readonly sign: ReactNode
  readonly name: string
  readonly words: ReactNode
}
interface Chapter {
  readonly title: string
  readonly lines: readonly Line[]
}

const tolerance = TOLERANCE.toExponential(0).replace("e-", "e−")

export const CHAPTERS: readonly Chapter[] = [
  {
    title: "Nodes",
    lines: [
      {
        sign: <span className={styles.card} data-shelf="layer" />,
        name: "Card",
        words:
          "One layer. The stripe shows its shelf in the library; the right corner its id, or the label you gave it.",
      },
      {
        sign: <span className={styles.round}>μ</span>,
        name: "Circle",
        words: "A single step of arithmetic, with its symbol inside.",
      },
      {
        sign: <span className={styles.dot} />,
        name: "Dot on an edge",
        words: "A port. Drag from it to wire; inputs are on the left, outputs on the right.",
      },
      {
        sign: <span className={styles.small}>910 params</span>,
        name: "params",
        words: "Learned numbers that are created and counted at this node. A wired one is counted where it comes from.",
      },
      {
        sign: <span className={styles.target}>target</span>,
        name: "target",
        words:
          "Backward starts here: with 1 at a scalar, else with the upstream gradient that you set, else with ones. A node’s inspector can move it.",
      },
      {
        sign: <span className={styles.badge}>✓ 2e−9</span>,
        name: "Check badge",
        words: `Backward was compared with central differences in float64; the number is the worst relative error. ✗ above ${tolerance}. Numbers at a kink (ReLU at 0) have no derivative and are left out.`,
      },
      {
        sign: <span className={styles.bad} />,
        name: "Red ring or wire",
        words: "Something does not fit; the sentence says what, with its numbers. The rest of the graph goes on.",
      },
      {
        sign: <span className={styles.open} />,
        name: "Dashed card",
        words: "An input is still to wire. Nothing is wrong: point at the card to see which.",
      },
      {
        sign: <span className={styles.waiting} />,
        name: "Pale card",
        words: "It waits: something before it is missing or has a problem.",
      },
    ],
  },
  {
    title: "Wires",
    lines: [
      {
        sign: <span className={styles.chip}>28×28×10</span>,
        name: "Chip: shape",
        words:
          "The shape of what flows. The switch in the layer table writes images as H×W×C or C×H×W; the batch axis is shown at the input and where a node works across it.",
      },
      {
        sign: <span className={styles.chip}>0.84</span>,
        name: "Chip: number",
        words:
          "With “Values” or “Gradients” chosen, the root mean square of the tensor: of the value, or of what came back along this very wire.",
      },
      { sign: <Wire width={4} family="value" />, name: "Blue", words: "Values: they flow forward." },
      {
        sign: <Wire width={4} family="gradient" />,
        name: "Magenta",
        words: "Gradients: they flow back. Where a wire forks, the pieces add up.",
      },
      {
        sign: <Wire width={1.5} family="gradient" />,
        name: "Width",
        words: "The root mean square on a logarithmic scale, thin at 0.001, thick at 1000.",
      },
      {
        sign: <Wire width={1.5} family="gradient" dashed />,
        name: "Dashed",
        words: "The gradient is exactly zero, in every cell.",
      },
    ],
  },
  {
    title: "Numbers",
    lines: [
      {
        sign: <Ramp family="value" />,
        name: "Value map",
        words: "Orange below zero, blue above. Shades follow the square root, so that small numbers stay visible.",
      },
      { sign: <Ramp family="gradient" />, name: "Gradient map", words: "Green below zero, magenta above." },
      {
        sign: <span className={styles.crossed} />,
        name: "Crossed cell",
        words: "NaN or ∞. The player can find where the first one was made.",
      },
      {
        sign: "∂L/∂x",
        name: "Gradient",
        words: "How much L grows for each unit of x. L is the target, weighted by the upstream gradient.",
      },
      {
        sign: "σ₁",
        name: "Singular values",
        words:
          "Under the numbers of every matrix. σ₁, the spectral norm, is how much longer it can make a vector. A filter is unfolded to one row for each output channel.",
      },
    ],
  },
  {
    title: "The layer table",
    lines: [
      {
        sign: <span className={styles.small}>3×3×1×10 + 10</span>,
        name: "Number of parameters",
        words: "The sum as one does it by hand: weights, then biases.",
      },
      {
        sign: <span className={styles.small}>8, 2</span>,
        name: "Receptive field",
        words:
          "Size of the part of the input that one cell sees, then the jump: how far apart in the input two neighbouring cells look. “≤” where paths of different kinds meet; “all of the input” after a layer that sees everything.",
      },
      {
        sign: <span className={styles.small}>70,560</span>,
        name: "MACs",
        words:
          "Multiplications with their additions in one forward pass of the whole batch. Adding a bias is not counted.",
      },
      {
        sign: <span className={styles.small}>32.2 kB</span>,
        name: "Memory",
        words:
          "What one training step keeps: params, their gradients, buffers and all outputs. How it grows with the batch and the optimizer, and what fits: Training, Memory.",
      },
    ],
  },
  {
    title: "Training",
    lines: [
      {
        sign: "w − η·dw",
        name: "Update",
        words:
          "A step of gradient descent: η is the rate (lr), dw the gradient of the target. The Update view writes the chosen optimizer’s rule out for any weight, with its numbers.",
      },
      {
        sign: "step, epoch",
        name: "Length",
        words:
          "A step learns from one batch, an epoch from every example once. Without data the Inputs as they are make up one batch.",
      },
      {
        sign: "points 2 →",
        name: "Feed",
        words:
          "Which Input takes this field of the data, with the shape of one example. The batch comes in front. Forward and Backward by themselves take the first examples.",
      },
      {
        sign: <Wire width={2} family="value" dashed />,
        name: "Held back",
        words:
          "Examples that are never learned from, by the share called validation; measured after each epoch. Rings where examples are points.",
      },
      {
        sign: "RMS",
        name: "Sizes",
        words: "Root of the mean of the squares: how large the numbers of a param, or of its gradient, usually are.",
      },
      {
        sign: <span className={styles.small}>conv1 0.1</span>,
        name: "Rates of nodes",
        words: "A factor on η for one node. 0 freezes it.",
      },
      {
        sign: "▢ ▣",
        name: "Filters",
        words: "Each at first on the left and as learned on the right, on one scale.",
      },
      {
        sign: <span className={styles.small}>Keep</span>,
        name: "Keep what was learned",
        words: "Writes it into the document; undo brings the old numbers back. Until then a training changes nothing.",
      },
    ],
  },
  {
    title: "Sweeps",
    lines: [
      {
        sign: "Set",
        name: "Set",
        words: "Numbers of the graph that all take each of the values, one after the other.",
      },
      {
        sign: "Read",
        name: "Read",
        words: "What is read off each run: the loss, the accuracy, or a number of any value, gradient or wire.",
      },
      {
        sign: "seeds",
        name: "Seeds",
        words: "Runs at each value. The line is their mean, the band one standard deviation to each side.",
      },
      {
        sign: "slope 2",
        name: "Fitted line",
        words: "Through the means. On log axes the slope is the power: 2 means that it grows with the square.",
      },
    ],
  },
  {
    title: "Conventions",
    lines: [
      {
        sign: "N×C×H×W",
        name: "Order",
        words: "Tensors lie as in PyTorch, whatever order is shown. Names are PyTorch’s.",
      },
      {
        sign: "⋆",
        name: "Convolution",
        words:
          "Conv layers correlate, as all frameworks do. The attribute “flip” turns the filter for true convolution.",
      },
      {
        sign: "seed",
        name: "Random numbers",
        words:
          "What is not written down is drawn from the graph’s seed. The same link gives the same numbers everywhere.",
      },
      {
        sign: "σ²",
        name: "Batch norm",
        words: "Divides by N in training; the running variance is kept with N − 1, as in PyTorch.",
      },
      {
        sign: "Train, Eval",
        name: "Mode",
        words: "Train drops and uses the batch’s own statistics; Eval does not drop and uses the running statistics.",
      },
      { sign: "float32", name: "Precision", words: "Runs use float32; gradient checks use float64." },
    ],
  },
  {
    title: "Sharing",
    lines: [
      {
        sign: "#g1…",
        name: "Link",
        words:
          "The whole document in the address, packed, with a checksum. What opens is always a document of its own; a link that was cut or changed opens nothing. Above 8,000 characters send the file.",
      },
      {
        sign: "SVG",
        name: "Picture",
        words:
          "Export a picture, in the graph menu: what is shown, or the selection, as it looks; with the layer table and every formula for a homework sheet.",
      },
      {
        sign: "seed",
        name: "New seed",
        words: "Chosen in Share: whoever opens it draws other numbers, once. They keep these from then on.",
      },
      {
        sign: <span className={styles.small}>read-only</span>,
        name: "Read-only",
        words: "It can be run, stepped through and looked at. A copy can be edited.",
      },
      {
        sign: <span className={styles.small}>hid 2 panels</span>,
        name: "Hidden",
        words:
          "The sender left panels or commands out; the line at the foot of the canvas says which. A courtesy, not a lock: the document still holds everything.",
      },
    ],
  },
]

function Wire({ width, family, dashed }: { readonly width: number; readonly family: Family; readonly dashed?: true }) {
  return (
    <svg width="44" height="10" className={styles.wire} data-family={family} aria-hidden="true">
      <path d="M2 5h40" strokeWidth={width} strokeLinecap="round" strokeDasharray={dashed ? "5 5" : undefined} />
    </svg>
  )
}

function Ramp({ family }: { readonly family: Family }) {
  const dark = useDark()
  const stops = [-1, -0.4, -0.1, 0, 0.1, 0.4, 1].map((x) => css(colourOf(x, 1, family, dark)))
  return <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }} />
}
