// The words of the help panel on what is done with a graph: training, sweeps, sharing, and what is agreed throughout.

import type { Chapter } from "./chapter.ts"
import styles from "./HelpPanel.module.css"
import { Wire } from "./signs.tsx"

export const WORK_CHAPTERS: readonly Chapter[] = [
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
          "A step learns from one batch, an epoch from every example once. Without data the Inputs as they are make up one batch. What nothing feeds and nobody wrote, such as noise or a first state, takes the size of each batch. drop_last leaves out a last batch that would be smaller.",
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
        words:
          "Root of the mean of the squares: how large the numbers of a tensor usually are, whatever their signs. It stands before the number wherever one number stands for several; a tensor of one number shows itself, with its sign.",
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
        sign: <span className={styles.small}>10 steps/s</span>,
        name: "Speed",
        words:
          "From one step a second to as fast as it goes, in the drawer and on the bar under the graph. Up to 10 steps a second, each sends a pulse back along the wires.",
      },
      {
        sign: "← →",
        name: "Timeline",
        words:
          "The losses under the graph: drag along them, or press arrows, Home and End, to see any step again with the params that it started from. Every step is kept, then every second, and so on, in at most 64 MiB; the tip on the bar says how many. Use these params writes them into the document, which undo takes back. Escape shows the last step, and then the graph’s own numbers.",
      },
      {
        sign: "▦",
        name: "Units",
        words:
          "While a graph of two inputs learns, each unit of a layer shows what it answers over the plane of the examples. Show its weights as lines, beside a selected Linear, joins them: wide for large weights, solid above zero, dashed below.",
      },
      {
        sign: <span className={styles.small}>Keep</span>,
        name: "Keep what was learned",
        words: "Writes it into the document; undo brings the old numbers back. Until then a training changes nothing.",
      },
    ],
  },
  {
    title: "Story",
    lines: [
      {
        sign: "H",
        name: "Present",
        words: "The canvas and the title alone. Arrows, Home and End turn the frames, Escape ends it.",
      },
      {
        sign: "Story",
        name: "Frames",
        words:
          "A frame keeps the part of the graph in view, the mode, the step of the run, and what is selected, which it lights, or the chosen cell with all that it sees. Its sentence may hold $math$, **bold**, *italic* and `code`.",
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
    title: "Plan",
    lines: [
      {
        sign: "ms",
        name: "Steps",
        words:
          "What the last run did, step by step, with the kernel, the bytes and the time of each; Nodes adds up the steps of each node. A row selects its node, and a selected node brings its row into view.",
      },
      {
        sign: "GFLOP/s",
        name: "Speed",
        words:
          "Two operations for each multiply-add; GB/s counts each byte of a step’s buffers once. Measure runs kernels for half a second, small graphs too: times are means then, for many steps are shorter than a tick of the browser’s clock.",
      },
      {
        sign: <span className={styles.small}>arena</span>,
        name: "Arena",
        words: "The one memory that all buffers lie in: those that are never needed together share a place.",
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
        words: "Conv layers correlate, as all frameworks do. The setting “flip” turns the filter for true convolution.",
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
        sign: "Training, evaluation mode",
        name: "Mode",
        words:
          "In training mode dropout drops and batch norm uses the batch’s statistics; in evaluation mode nothing is dropped and the running statistics are used.",
      },
      {
        sign: "F6",
        name: "Keyboard",
        words:
          "F6 and Shift F6 go round the regions of the window. The library and the bar at the top are one stop of Tab each, with arrows inside. The question mark shows every key.",
      },
      {
        sign: "wheel",
        name: "Wheel",
        words: "It moves the view, with Ctrl it zooms. The list at the zoom in the corner exchanges that.",
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
          "Export, in the graph menu: a picture of what is shown, or of the selection, as it looks, with the layer table and every formula for a homework sheet; a PDF of it; figures for LaTeX, Graphviz and Mermaid; the weights for PyTorch and NumPy. Load weights, beside it, brings weights in and shows first which goes where; a .safetensors or .npz file may be dropped as well, and the log.jsonl of a training by train.py: its curves stand in Training, what it measured of every node lies over the canvas, step by step.",
      },
      {
        sign: "seed",
        name: "New seed",
        words:
          "Chosen in Share: whoever opens it draws other numbers, once. They keep these from then on. Numbers that are written in the document stay; Share names them and can draw them instead.",
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
