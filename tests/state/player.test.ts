import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { renameNode } from "../../src/graph/edit/edit.ts"
import { ops } from "../../src/ops/registry.ts"
import { edit, open, undo } from "../../src/state/document.ts"
import { setFollows, setPredicts, setRule, togglePause, unwatch, watch } from "../../src/state/player/choosing.ts"
import { secondsNow, setClock } from "../../src/state/player/clock.ts"
import { FOLLOWS_AFTER } from "../../src/state/player/following.ts"
import { FIRST_RULES } from "../../src/state/player/pauseRules.ts"
import { nextFinding } from "../../src/state/player/pausing.ts"
import { askFor, usePlayer } from "../../src/state/player/player.ts"
import * as player from "../../src/state/player/playing.ts"
import { chipOfWire, isTensorKnown, standingOfNode, standingOfWire } from "../../src/state/player/progress.ts"
import { play, pressOnPlayback, step } from "../../src/state/player/taking.ts"
import { LONGEST, rangeOf, timelineOf } from "../../src/state/player/timeline.ts"
import { backward, forward, setRunner, useRun } from "../../src/state/run/run.ts"
import { useSession } from "../../src/state/session.ts"
import { handClock } from "./handClock.ts"
import { batchNorm } from "./sequences.ts"
import { askable } from "./shown.ts"

describe("the player", () => {
  let clock = handClock()
  const at = () => usePlayer.getState().at

  beforeEach(async () => {
    clock = handClock()
    setClock(clock)
    setRunner({
      run: (document, options) => ({
        done: Promise.resolve(askable(run(analyze(document, ops, options.mode), options))),
        cancel: () => {},
      }),
    })
    player.leave()
    player.setSpeed(1)
    open(batchNorm.document)
    for (const name of ["nonFinite", "dead", "low", "high"] as const) setRule(name, FIRST_RULES[name])
  })

  const arrived = () => vi.waitFor(() => expect(usePlayer.getState().sequence).not.toBeNull())

  test("is idle until somebody steps, which runs the graph if it must", async () => {
    forward()
    await arrived()
    expect(at()).toBeNull()
    step()
    await vi.waitFor(() => expect(at()).toBe(0))
    expect(useRun.getState().reach).toBe("backward")
    expect(usePlayer.getState().sequence?.steps.length).toBe(17)
  })

  test("steps, steps back, jumps and scrubs within its ends", async () => {
    backward()
    await arrived()
    step()
    step()
    expect(at()).toBe(1)
    player.stepBack()
    player.stepBack()
    expect(at()).toBe(0)
    player.jump(13.4)
    expect(at()).toBe(13)
    player.jump(99)
    expect(at()).toBe(16)
    step()
    expect(at()).toBe(16)
    player.jump(-3)
    expect(at()).toBe(0)
    player.last()
    expect(at()).toBe(16)
    player.leave()
    expect(at()).toBeNull()
  })

  test("plays by its clock to the end, and then from the start again", async () => {
    backward()
    await arrived()
    player.setSpeed(3)
    play()
    const { slots } = timelineOf(usePlayer.getState().sequence!)
    const seen = new Set<number | null>()
    for (let ms = 0; ms <= ((slots[16]?.ends ?? 0) * 1000) / 3; ms += 50) {
      clock.pass(50)
      seen.add(at())
    }
    // All but what is given, which comes at once.
    expect([...seen].filter((step) => (step ?? 0) > 3)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
    clock.pass(2000)
    expect(at()).toBe(16)
    expect(usePlayer.getState()).toMatchObject({ playing: false, landed: true })
    expect(clock.waiting()).toBe(0)
    play()
    expect(at()).toBe(0)
    player.pause()
    expect(clock.waiting()).toBe(0)
  })

  test("stands still where a condition is met, and goes on when told to", async () => {
    backward()
    await arrived()
    setRule("high", { on: true, at: 1 })
    const expected = nextFinding(usePlayer.getState().sequence!, 0, usePlayer.getState())!
    play()
    clock.pass(60_000)
    expect(at()).toBe(expected.index)
    expect(usePlayer.getState().finding).toEqual(expected.finding)
    step()
    expect(at()).toBe(expected.index + 1)
    player.jump(0)
    expect(player.jumpToFinding()).toBe(true)
    expect(at()).toBe(expected.index)
  })

  test("pauses at a node and watches its tensors under their new names too, there and back", () => {
    const told = () => [usePlayer.getState().stops, usePlayer.getState().watched.map(({ name }) => name)]
    togglePause("X")
    watch({ name: "X:value", side: "value" })
    watch({ name: "X:value>mu:input", side: "gradient" })
    edit("Rename X", (document) => renameNode(document, "X", "input"))
    expect(told()).toEqual([["input"], ["input:value", "input:value>mu:input"]])
    undo()
    expect(told()).toEqual([["X"], ["X:value", "X:value>mu:input"]])
    edit("Rename mu", (document) => renameNode(document, "mu", "m"))
    expect(told()).toEqual([["X"], ["X:value", "X:value>m:input"]])
    for (const choice of usePlayer.getState().watched) unwatch(choice)
    togglePause("X")
  })

  test("keeps its place through an edit of numbers, standing still, and is idle after a run by hand", async () => {
    backward()
    await arrived()
    play()
    player.jump(14)
    const before = usePlayer.getState().sequence
    edit("Set X", (document) => ({
      ...document,
      nodes: document.nodes.map((node) =>
        node.id === "X"
          ? {
              ...node,
              values: {
                value: [
                  [1, 2, 3],
                  [4, 5, 6],
                  [7, 8, 9],
                  [9, 0, 1],
                ],
              },
            }
          : node,
      ),
    }))
    await vi.waitFor(() => expect(usePlayer.getState().sequence).not.toBe(before))
    expect(at()).toBe(14)
    expect(usePlayer.getState().playing).toBe(false)
    backward()
    expect(at()).toBeNull()
  })

  test("another document ends it", async () => {
    backward()
    await arrived()
    player.jump(3)
    open({ gradwire: 1, nodes: [] })
    expect(usePlayer.getState()).toMatchObject({ sequence: null, at: null })
  })

  test("knows what is at work, done and still to come", async () => {
    backward()
    await arrived()
    player.jump(14)
    const now = usePlayer.getState()
    expect(["X", "Z", "mu"].map((id) => standingOfNode(now, id))).toEqual(["gradient", "done", "done"])
    const [direct, mean, variance] = ["X:value>Z:x", "X:value>mu:input", "X:value>sigma2:input"] as const
    expect([direct, variance, mean].map((id) => standingOfWire(now, id))).toEqual(["done", "gradient", "later"])
    expect([direct, variance, mean].map((id) => chipOfWire(now, id))).toEqual(["gradient", "gradient", "shape"])
    player.jump(3)
    const earlier = usePlayer.getState()
    expect(["mu", "X", "Y"].map((id) => standingOfNode(earlier, id))).toEqual(["value", "done", "later"])
    expect(chipOfWire(earlier, direct)).toBe("value")
    player.leave()
    expect(standingOfNode(usePlayer.getState(), "X")).toBeUndefined()
    expect(chipOfWire(usePlayer.getState(), direct)).toBeNull()
  })

  test("takes the inspector along a moment later, unless told not to", async () => {
    backward()
    await arrived()
    vi.useFakeTimers()
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const { nodes } = useSession.getState()
    player.jump(3)
    vi.advanceTimersByTime(FOLLOWS_AFTER - 1)
    player.jump(5)
    expect(useSession.getState().nodes).toEqual(nodes)
    vi.advanceTimersByTime(FOLLOWS_AFTER)
    expect(useSession.getState()).toMatchObject({ nodes: ["Z"], tensor: { name: "Z:output", side: "value" } })
    player.jump(14)
    vi.advanceTimersByTime(FOLLOWS_AFTER)
    expect(useSession.getState()).toMatchObject({ nodes: [], wires: ["X:value>sigma2:input"] })
    player.jump(5)
    setFollows(false)
    player.jump(6)
    vi.advanceTimersByTime(2 * FOLLOWS_AFTER)
    expect(useSession.getState().nodes).toEqual([])
    setFollows(true)
  })

  test("a pass is played once by itself; its numbers are known as they land", async () => {
    backward()
    askFor("backward")
    await vi.waitFor(() => expect(usePlayer.getState().playback).toBe("backward"))
    const first = rangeOf(usePlayer.getState().sequence!, "backward")!.first
    expect(usePlayer.getState()).toMatchObject({ at: first, landed: false, playing: true })
    await vi.waitFor(() => expect(usePlayer.getState().trace).not.toBeNull())
    expect(isTensorKnown(usePlayer.getState(), "gradient", "Y:output")).toBe(false)
    expect(isTensorKnown(usePlayer.getState(), "value", "Y:output")).toBe(true)
    clock.pass(600)
    expect(usePlayer.getState()).toMatchObject({ at: first, landed: true })
    expect(isTensorKnown(usePlayer.getState(), "gradient", "Y:output")).toBe(true)
    clock.pass(LONGEST * 1000)
    // At its end the bar stays, and everything is shown.
    expect(usePlayer.getState()).toMatchObject({ at: null, landed: true, playing: false, playback: "backward" })
    backward()
    askFor("backward")
    expect(usePlayer.getState()).toMatchObject({ at: null, playing: false, playback: "backward" })
    expect(clock.waiting()).toBe(0)
    open(batchNorm.document)
    expect(usePlayer.getState().told).toEqual([])
  })

  const telling = async () => {
    backward()
    askFor("backward")
    await vi.waitFor(() => expect(usePlayer.getState().trace).not.toBeNull())
  }

  test("it pauses anywhere, steps within its pass, and shows its end at once", async () => {
    await telling()
    clock.pass(1100)
    expect(pressOnPlayback(" ")).toBe(true)
    const { at: stood, from } = usePlayer.getState()
    clock.pass(5000)
    expect(usePlayer.getState()).toMatchObject({ at: stood, from, playing: false })
    pressOnPlayback("ArrowRight")
    expect(usePlayer.getState()).toMatchObject({ at: stood, landed: true })
    pressOnPlayback("ArrowRight")
    expect(at()).toBe((stood ?? 0) + 1)
    for (let i = 0; i < 30; i++) pressOnPlayback("ArrowLeft")
    expect(at()).toBe(7)
    for (let i = 0; i < 9; i++) pressOnPlayback("ArrowRight")
    expect(at()).toBe(16)
    pressOnPlayback("ArrowRight")
    expect(usePlayer.getState()).toMatchObject({ at: null, playback: "backward" })
    pressOnPlayback("ArrowLeft")
    expect(at()).toBe(16)
    pressOnPlayback("Escape")
    expect(usePlayer.getState()).toMatchObject({ at: null, playback: "backward" })
    pressOnPlayback("Escape")
    expect(usePlayer.getState()).toMatchObject({ at: null, playback: null })
    expect(pressOnPlayback("Escape")).toBe(false)
  })

  test("a moment is sought by its time, while it plays and while it stands", async () => {
    await telling()
    const { slots } = timelineOf(usePlayer.getState().sequence!)
    const { starts, lands } = slots[14]!
    player.seek(starts + 0.1)
    expect(usePlayer.getState()).toMatchObject({ at: 14, landed: false, playing: true })
    clock.pass((lands - starts) * 1000)
    expect(usePlayer.getState()).toMatchObject({ at: 14, landed: true })
    player.pause()
    player.seek(starts + 0.1)
    expect(usePlayer.getState()).toMatchObject({ at: 14, landed: false, playing: false, from: starts + 0.1 })
    // What is under way goes on from there.
    player.playOn()
    expect(secondsNow(usePlayer.getState())).toBeCloseTo(starts + 0.1)
    // The other pass is not this playback's.
    player.pause()
    player.jump(2)
    expect(usePlayer.getState()).toMatchObject({ at: 2, playback: null })
  })

  test("who predicts is asked for a wire where several could be next, and before each number lands", async () => {
    setPredicts(true)
    onTestFinished(() => setPredicts(false))
    await telling()
    const [asked, wires]: [number[], [number, string][]] = [[], []]
    for (let i = 0; i < 20; i++) {
      clock.pass(5000)
      const { at, question, landed, playing } = usePlayer.getState()
      if (question === null) break
      const isWire = question.asks === "wire"
      // Nothing of the step that a wire is asked for can be seen yet.
      expect({ at, landed, playing }).toEqual({ at: question.step - (isWire ? 1 : 0), landed: isWire, playing: false })
      if (isWire) wires.push([question.step, question.next])
      else asked.push(question.step)
      player.answered()
      expect(usePlayer.getState()).toMatchObject({ landed: true, playing: true })
    }
    // Once for each node that the gradient leaves while there is a choice: Y, Z, again Y, again Z, σ².
    expect(wires).toEqual([
      [8, "Z:output>Y:x"],
      [9, "sigma2:output>Z:variance"],
      [11, "beta:value>Y:beta"],
      [13, "X:value>Z:x"],
      [14, "X:value>sigma2:input"],
    ])
    // All that comes along a wire, and the sum; the first is given.
    expect(asked).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16])
    expect(usePlayer.getState()).toMatchObject({ at: null, playback: "backward" })
  })

  test("a document asks for predictions by itself, until its reader turns that off", () => {
    open({ ...batchNorm.document, view: { predict: true } })
    expect(usePlayer.getState().predicts).toBe(true)
    setPredicts(false)
    edit("Rename X", (document) => renameNode(document, "X", "x"))
    expect(usePlayer.getState().predicts).toBe(false)
    open(batchNorm.document)
    expect(usePlayer.getState().predicts).toBe(false)
  })

  test("where less motion is asked for, the end is shown, with its bar", async () => {
    clock = handClock(true)
    setClock(clock)
    backward()
    askFor("backward")
    await vi.waitFor(() => expect(usePlayer.getState().playback).toBe("backward"))
    expect(usePlayer.getState()).toMatchObject({ at: null, landed: true, playing: false })
    pressOnPlayback("ArrowLeft")
    expect(usePlayer.getState()).toMatchObject({ at: 16, landed: true })
  })

  test("watches tensors once each", () => {
    watch({ name: "Z:output", side: "value" })
    watch({ name: "Z:output", side: "value" })
    watch({ name: "Z:output", side: "gradient" })
    expect(usePlayer.getState().watched.length).toBe(2)
    unwatch({ name: "Z:output", side: "value" })
    expect(usePlayer.getState().watched).toEqual([{ name: "Z:output", side: "gradient" }])
  })
})
