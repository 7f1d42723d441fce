// A frame of a story stands at its step, whether the run that it is of is there, under way or not begun.

import { beforeEach, expect, test, vi } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { StoryFrame } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"
import { type Camera, useCamera } from "../../src/state/camera.ts"
import { open } from "../../src/state/document.ts"
import { usePainting } from "../../src/state/painting.ts"
import { setClock } from "../../src/state/player/clock.ts"
import { usePlayer } from "../../src/state/player/player.ts"
import * as player from "../../src/state/player/playing.ts"
import { present, stopPresenting } from "../../src/state/player/presenting.ts"
import { currentStep } from "../../src/state/player/progress.ts"
import { beginScenes, endScenes, sceneNow, showFrame } from "../../src/state/player/scenes.ts"
import { nameOfStep } from "../../src/state/player/stepNames.ts"
import "../../src/state/player/taking.ts"
import { writeStep } from "../../src/graph/step.ts"
import { forward, setRunner, useRun } from "../../src/state/run/run.ts"
import { useSession } from "../../src/state/session.ts"
import { handClock } from "./handClock.ts"
import { batchNorm } from "./sequences.ts"
import { askable } from "./shown.ts"

const FRAMES: readonly StoryFrame[] = [
  { id: "whole", text: "All of it." },
  { id: "values", text: "Its values.", step: "forward" },
  { id: "sum", text: "They add up.", step: "backward X" },
  { id: "piece", text: "One piece.", step: "backward X:value>mu:input" },
]
/** Lets go of the answers of the runs that are under way. */
let letGo: (() => void)[] = []

beforeEach(() => {
  setClock(handClock())
  letGo = []
  setRunner({
    run: (document, options) => ({
      done: new Promise<void>((resolve) => letGo.push(resolve)).then(() =>
        askable(run(analyze(document, ops, options.mode), options)),
      ),
      cancel: () => {},
    }),
  })
  player.leave()
  open({ ...batchNorm.document, story: { version: 1, frames: FRAMES } })
})

/** Answers runs until one has gone so far. */
async function answered(reach: "forward" | "backward"): Promise<void> {
  await vi.waitFor(() => {
    for (const go of letGo) go()
    expect([useRun.getState().reach, useRun.getState().status.kind]).toEqual([reach, "done"])
  })
}

function standsAt(): string | null {
  const step = currentStep(usePlayer.getState())
  return step === null ? null : writeStep(nameOfStep(step))
}

test.each([2, 3])("frame %i of a pass that has not run stands at its step when the run has come", async (frame) => {
  forward()
  await answered("forward")
  present(frame)
  beginScenes()
  expect(standsAt()).toBeNull()
  await answered("backward")
  expect(standsAt()).toBe(FRAMES[frame]!.step)
  endScenes()
  stopPresenting()
})

test("turned on before its run has come, the frame that is shown then stands at its own step", async () => {
  forward()
  await answered("forward")
  present(0)
  beginScenes()
  showFrame(3)
  showFrame(2)
  await answered("backward")
  expect(standsAt()).toBe("backward X")
  showFrame(1)
  expect(standsAt()).toBeNull()
  showFrame(3)
  expect(standsAt()).toBe("backward X:value>mu:input")
  endScenes()
  stopPresenting()
})

test("a cell that a frame lights is marked with what it sees, until the frame is left", () => {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [1, 1, 8, 8] } },
    { id: "conv", op: "Conv2d", attrs: { out_channels: 2, kernel_size: 3 }, inputs: { input: "x" } },
  ]
  const frames = [
    { id: "cell", text: "It sees nine pixels.", lit: ["conv:output[0,1,2,3]"] },
    { id: "all", text: "All." },
  ]
  open({ gradwire: 1, nodes, story: { version: 1, frames } })
  present(0)
  beginScenes()
  const { pointed } = usePainting.getState()
  expect([pointed?.source.node, pointed?.cell, pointed?.upstream.has("x")]).toEqual(["conv", [0, 1, 2, 3], true])
  expect(useSession.getState().lit).toEqual([])
  showFrame(1)
  expect(usePainting.getState().pointed).toBeNull()
  showFrame(0)
  endScenes()
  expect(usePainting.getState().pointed).toBeNull()
  stopPresenting()
  useSession.getState().select({ nodes: ["conv"], wires: [] })
  useSession.getState().look({ name: "conv:output", side: "value" }, [0, 1, 2, 3])
  expect(sceneNow().lit).toEqual(["conv:output[0,1,2,3]"])
})

test("where a narrow window has no room for all, a frame is looked at where it speaks of something", async () => {
  const looked: unknown[] = []
  const camera = {
    fit: () => looked.push("all"),
    fitAround: (nodes: unknown) => looked.push(nodes),
    place: () => null,
  }
  // A stand-in: a presentation asks nothing else of the camera.
  useCamera.setState({ camera: camera as unknown as Camera })
  const frames = [
    { id: "lit", text: "Lit.", lit: ["mu", "sigma2:output>Z:variance"] },
    { id: "step", text: "A step.", step: "forward Z" },
    { id: "camera", text: "Its own camera.", camera: ["X"], lit: ["mu"] },
    { id: "none", text: "All of it." },
  ]
  open({ ...batchNorm.document, story: { version: 1, frames } })
  present(0)
  beginScenes()
  for (const at of [1, 2, 3]) showFrame(at)
  const [lit, step, ...others] = looked
  expect(new Set(lit as string[])).toEqual(new Set(["mu", "sigma2:output", "sigma2", "Z:variance", "Z"]))
  expect(new Set(step as string[])).toEqual(new Set(["Z", "X", "mu", "sigma2"]))
  expect(others).toEqual(["all", []])
  endScenes()
  stopPresenting()
  useCamera.setState({ camera: null })
})
