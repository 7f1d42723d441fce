// The words of the help panel on what is drawn: nodes, wires, numbers, the layer table.

import { TOLERANCE } from "../../../engine/check/tolerance.ts"
import type { Chapter } from "./chapter.ts"
import styles from "./HelpPanel.module.css"
import { Ramp, Wire } from "./signs.tsx"

const tolerance = TOLERANCE.toExponential(0).replace("e-", "e−")

export const GRAPH_CHAPTERS: readonly Chapter[] = [
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
        sign: <Ramp family="value" />,
        name: "Picture on a card",
        words:
          "The tensor that comes out: a few numbers as numbers, a matrix as a map, channels as a sheet of maps, of the first example. Its gradient hangs below, with a bar at its left. ±4.08 is the number in the full hue; shared scale: the same for a sum and all that is added up in it. The card of a closed group shows what the group puts out. View, Show words alone on cards, takes the pictures away.",
      },
      {
        sign: "μ, σ²",
        name: "Between words and picture",
        words:
          "What the layer works with: the filters of a convolution, the weights of a Linear, a map a head of how much each query takes of each key (hatched: masked), and of a normalisation the mean and variance that this run used, of its batch or running ones, with the learned γ and β.",
      },
      {
        sign: <span className={styles.heat} />,
        name: "Overlay",
        words:
          "View, Overlay, or the list above the graph: parameters, MACs, memory, gradient RMS, dead units or time as the colour of every card, with the number on it. A closed group has the sum of its nodes, the RMS of all their gradients, the share of all their units. Hatched: no number, which is not 0.",
      },
      {
        sign: <span className={styles.dot} />,
        name: "Dot on an edge",
        words: "A port. Drag from it to wire; inputs are on the left, outputs on the right.",
      },
      {
        sign: <span className={styles.small}>CONV3-10</span>,
        name: "Typed layer",
        words:
          "Type layers as the course writes them into the library or the search, several with commas: Enter adds and wires them.",
      },
      {
        sign: <span className={styles.small}>+ 9,936 more</span>,
        name: "Bundled ports",
        words: "More ports than can be told apart: their wires are drawn as one, and it takes the next wire.",
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
          "Backward starts here: with 1 at a scalar, else with the upstream gradient that you set, as numbers or by a rule that draws them in any shape, else with ones. A node’s inspector can move it.",
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
          "The shape of what flows. The switch in the layer table writes images as H×W×C or C×H×W; shapes are those of one example, with the size of the batch beside the switch (N = 6), or whole where a node works across the batch.",
      },
      {
        sign: <span className={styles.chip}>RMS 0.84</span>,
        name: "Chip: number",
        words:
          "With “Values” or “Gradients” chosen: the value, or what came back along this very wire. Several numbers are summed up by their root mean square, marked RMS, or dotted where there is no room for the mark; a single number is shown itself, with its sign.",
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
      { sign: <Ramp family="gradient" />, name: "Gradient map", words: "Olive below zero, magenta above." },
      {
        sign: "0",
        name: "Dotted zero",
        words:
          "A mean or a sum that is nothing but rounding beside the numbers that went into it. Press it for every digit.",
      },
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
        sign: "≠",
        name: "Compare with my array",
        words:
          "Under every tensor, of a node or a wire. Paste or drop your numbers: they are held to the digits that they were written with, wrong cells are framed, and mistakes are tried on the whole graph until one gives exactly your numbers.",
      },
      {
        sign: "↔",
        name: "Change a number",
        words:
          "Type it, press ↑ or ↓, or drag it sideways; Shift makes steps larger, Alt smaller, Escape takes them back.",
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
]
