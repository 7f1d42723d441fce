import { adaptive } from "./adaptive.ts"

export const Adam = adaptive({
  kind: "Adam",
  title: "Adam",
  summary: "Divides a moving mean of gradients by the root of a moving mean of their squares, weight by weight.",
  decoupled: false,
  decay: 0,
})
