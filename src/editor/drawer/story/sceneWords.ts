import type { StoryFrame } from "../../../graph/document.ts"
import { readStep } from "../../../graph/step.ts"

/** What a frame shows, in a few words. */
export function sceneWords({ camera, mode, step, lit, overlay }: StoryFrame): string {
  const words = [
    camera === undefined ? "whole graph" : camera.length > 3 ? `${camera.length} nodes` : camera.join(", "),
    stepWords(step),
    lit === undefined ? null : `lit: ${lit.length > 3 ? `${lit.length} places` : lit.map(wireWords).join(", ")}`,
    overlay === undefined ? null : `heat: ${overlay}`,
    mode === undefined ? null : mode === "train" ? "training mode" : "evaluation mode",
  ]
  return words.filter((word) => word !== null).join(" · ")
}

function stepWords(text: string | undefined): string {
  const step = text === undefined ? null : readStep(text)
  if (step === null) return "shapes"
  if (step.at === null) return step.phase === "forward" ? "all values" : "all gradients"
  return step.phase === "forward" ? `value of ${step.at}` : `gradient at ${wireWords(step.at)}`
}

function wireWords(name: string): string {
  return name.replace(">", " → ")
}
