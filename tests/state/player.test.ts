import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { renameNode } from "../../src/graph/edit/edit.ts"
import { ops } from "../../src/ops/registry.ts"
import { edit, open, undo } from "../../src/state/document.ts"
import { FOLLOWS_AFTER } from "../../src/state/player/following.ts"
import { FIRST_RULES } from "../../src/state/player/pauseRules.ts"
import { nextFinding } from "../../src/state/player/pausing.ts"
import { usePlayer } from "../../src/state/player/player.ts"
import * as player from "../../src/state/player/playing.ts"
import { chipOfWire, standingOfNode, standingOfWire } from "../../src/state/player/progress.ts"
import { backward, forward, setRunner, useRun } from "../../src/state/run/run.ts"
import { useSession } from "../../src/state/session.ts"
import { batchNorm } from "./sequences.ts"
import { askable } from "./shown.ts"

describe("the player", () => {
  let timers: { call: () => void; milliseconds: number }[] = []
  const tick = () => timers.shift()?.call()
  const at = () => usePlayer.getState().at

  beforeEach(async () => {
    timers = []
    player.setClock((call, milliseconds) => {
      const timer = { call, milliseconds }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    })
    setRunner({
      run: (document, options) => ({
        done: Promise.resolve(askable(run(analyze(document, ops, options.mode), options))),
        cancel: () => {},
      }),
    })
    player.leave()
    player.setSpeed(1)
    open(batchNorm.document)
    for (const name of ["nonFinite", "dead", "low", "high"] as const) player.setRule(name, FIRST_RULES[name])
  })

  const arrived = () => vi.waitFor(() => expect(usePlayer.getState().sequence).not.toBeNull())

  test("is idle until somebody steps, which runs the graph if it must", async () => {
    forward()
    await arrived()
    expect(at()).toBeNull()
    player.step()
    await vi.waitFor(() => expect(at()).toBe(0))
    expect(useRun.getState().reach).toBe("backward")
    expect(usePlayer.getState().sequence?.steps.length).toBe(17)
  })

  test("steps, steps back, jumps and scrubs within its ends", async () => {
    backward()
    await arrived()
    player.step()
    player.step()
    expect(at()).toBe(1)
    player.stepBack()
    player.stepBack()
    expect(at()).toBe(0)
    player.jump(13.4)
    expect(at()).toBe(13)
    player.jump(99)
    expect(at()).toBe(16)
    player.step()
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
    player.setSpeed(4)
    player.play()
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([player.stepTime(17, 4)])
    for (let i = 0; i < 16; i++) tick()
    expect(at()).toBe(16)
    expect(usePlayer.getState().playing).toBe(false)
    expect(timers).toEqual([])
    player.play()
    expect(at()).toBe(0)
    player.pause()
    expect(timers).toEqual([])
  })

  test("stands still where a condition is met, and goes on when told to", async () => {
    backward()
    await arrived()
    player.setRule("high", { on: true, at: 1 })
    const expected = nextFinding(usePlayer.getState().sequence!, 0, usePlayer.getState())!
    player.play()
    for (let i = 0; i < 30; i++) tick()
    expect(at()).toBe(expected.index)
    expect(usePlayer.getState().finding).toEqual(expected.finding)
    player.step()
    expect(at()).toBe(expected.index + 1)
    player.jump(0)
    expect(player.jumpToFinding()).toBe(true)
    expect(at()).toBe(expected.index)
  })

  test("pauses at a node and watches its tensors under their new names too, there and back", () => {
    const told = () => [usePlayer.getState().stops, usePlayer.getState().watched.map(({ name }) => name)]
    player.togglePause("X")
    player.watch({ name: "X:value", side: "value" })
    player.watch({ name: "X:value>mu:input", side: "gradient" })
    edit("Rename X", (document) => renameNode(document, "X", "input"))
    expect(told()).toEqual([["input"], ["input:value", "input:value>mu:input"]])
    undo()
    expect(told()).toEqual([["X"], ["X:value", "X:value>mu:input"]])
    edit("Rename mu", (document) => renameNode(document, "mu", "m"))
    expect(told()).toEqual([["X"], ["X:value", "X:value>m:input"]])
    for (const choice of usePlayer.getState().watched) player.unwatch(choice)
    player.togglePause("X")
  })

  test("keeps its place through an edit of numbers, standing still, and is idle after a run by hand", async () => {
    backward()
    await arrived()
    player.play()
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
    player.setFollows(false)
    player.jump(6)
    vi.advanceTimersByTime(2 * FOLLOWS_AFTER)
    expect(useSession.getState().nodes).toEqual([])
    player.setFollows(true)
  })

  test("watches tensors once each", () => {
    player.watch({ name: "Z:output", side: "value" })
    player.watch({ name: "Z:output", side: "value" })
    player.watch({ name: "Z:output", side: "gradient" })
    expect(usePlayer.getState().watched.length).toBe(2)
    player.unwatch({ name: "Z:output", side: "value" })
    expect(usePlayer.getState().watched).toEqual([{ name: "Z:output", side: "gradient" }])
  })
})

test("long sequences are played faster, but never too fast to see", () => {
  expect(player.stepTime(17, 1)).toBeGreaterThanOrEqual(1000)
  expect(player.stepTime(1000, 1)).toBeGreaterThanOrEqual(60)
  expect(player.stepTime(1000, 1)).toBeLessThan(player.stepTime(17, 1))
  expect(player.stepTime(17, 0.5)).toBe(2 * player.stepTime(17, 1))
})
