// What is stored can be read again, or is said not to be: splices, checksums, rebuilding from damaged records, pruning.

import fc from "fast-check"
import { expect, test, vi } from "vitest"
import { MOST_ENTRIES, planCommit } from "../../../src/state/library/storage/commit.ts"
import { digest, verifies } from "../../../src/state/library/storage/digest.ts"
import { memoryStore } from "../../../src/state/library/storage/memoryStore.ts"
import { FRAME, pictureOf } from "../../../src/state/library/storage/picture.ts"
import { prune } from "../../../src/state/library/storage/prune.ts"
import { rebuild } from "../../../src/state/library/storage/rebuild.ts"
import type { SnapshotMark, Stored } from "../../../src/state/library/storage/records.ts"
import { applySplice, sameBytes, spliceBetween } from "../../../src/state/library/storage/splice.ts"
import { readTabMessage } from "../../../src/state/library/tabs.ts"
import { reasonOf, statusWords } from "../../../src/state/status.ts"
import { failure, graph } from "./world.ts"

const bytes = fc.uint8Array({ maxLength: 40, max: 3 })

test("a splice leads from any bytes to any others, and is no larger than what differs", () => {
  fc.assert(
    fc.property(bytes, bytes, (before, after) => {
      const splice = spliceBetween(before, after)
      expect(applySplice(before, splice)).toEqual(after)
      if (sameBytes(before, after)) expect([splice.cut, splice.put.length]).toEqual([0, 0])
    }),
    { numRuns: 5000 },
  )
  expect(applySplice(Uint8Array.of(1, 2), { at: 1, cut: 5, put: Uint8Array.of() })).toBe(null)
  expect(applySplice(Uint8Array.of(1, 2), { at: -1, cut: 0, put: Uint8Array.of() })).toBe(null)
})

test("checksums: SHA-256 and, without a secure page, CRC-32 agree with published values and tell one bit", async () => {
  const abc = new TextEncoder().encode("123456789")
  const sha = "sha256-15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
  expect(await digest(abc)).toBe(sha)
  vi.stubGlobal("crypto", {})
  expect(await digest(abc)).toBe("crc32-cbf43926")
  vi.unstubAllGlobals()
  const other = abc.slice()
  other[4]! ^= 1
  for (const known of [sha, "crc32-cbf43926"]) {
    expect(await verifies(abc, known)).toBe(true)
    expect(await verifies(other, known)).toBe(false)
  }
  expect(await verifies(abc, "nonsense")).toBe(false)
})

/** A document as it is stored after so many edits, and its bytes after each. */
async function history(edits: number): Promise<{ readonly stored: Stored; readonly states: readonly Uint8Array[] }> {
  const store = memoryStore()
  const states: Uint8Array[] = []
  let base = null
  for (let i = 0; i <= edits; i++) {
    const document = graph("t", ...Array.from({ length: i + 20 }, (_, n) => `n${n}`))
    const data = new TextEncoder().encode(JSON.stringify(document))
    const about = { id: "d", origin: "new", edited: true, now: i, whole: i % 7 === 6, pressed: false } as const
    const plan = await planCommit(base, { ...about, document, bytes: data })
    expect(await store.commit(plan)).toEqual({ done: true })
    base = { head: plan.head, bytes: data, verified: 1, broken: false }
    states.push(data)
  }
  return { stored: (await store.read("d"))!, states }
}

test("every edit is a write of its own, and the last state is found again", async () => {
  const { stored, states } = await history(30)
  expect(stored.head.sequence).toBe(31)
  const { rebuilt, bad } = await rebuild(stored, 0)
  expect(bad).toEqual([])
  expect(rebuilt).toEqual({ bytes: states.at(-1), sequence: 31, snapshot: stored.snapshots.at(-1)?.sequence })
})

test("damage in 400 places: what opens is a state that once was, as late as can be, and every bad record is named", async () => {
  const { stored, states } = await history(19)
  const last = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.boolean(), async (which, place, inSnapshot) => {
      const copy = structuredClone(stored)
      const records = inSnapshot ? copy.snapshots : copy.journal
      const record = records[which % records.length]!
      const data = "bytes" in record ? record.bytes : record.splice.put
      if (data.length === 0) return
      data[place % data.length]! ^= 1
      const { rebuilt, bad } = await rebuild(copy, 0)
      expect(rebuilt!.bytes).toEqual(states[rebuilt!.sequence - 1])
      const named = bad.some((one) => one.sequence === record.sequence)
      // A record that the newest snapshot stands above is not read at all.
      if (record.sequence > stored.snapshots.at(-1)!.sequence) expect(named).toBe(true)
      if (inSnapshot && record.sequence === stored.snapshots.at(-1)!.sequence) {
        expect(named).toBe(true)
        // The journal leads past a lost snapshot.
        expect(rebuilt!.sequence).toBe(stored.head.sequence)
      }
      last.set(`${rebuilt!.sequence}`, (last.get(`${rebuilt!.sequence}`) ?? 0) + 1)
    }),
    { numRuns: 400 },
  )
  expect(last.size).toBeGreaterThan(3)
})

test("every fiftieth write is a snapshot, and so is one that changes more than half", async () => {
  let base = null
  const whole: number[] = []
  for (let i = 1; i <= 120; i++) {
    const document = graph("t".repeat(200), `n${i}`)
    const data = new TextEncoder().encode(JSON.stringify(document))
    const about = { id: "d", origin: "new", edited: true, now: i, whole: false, pressed: false } as const
    const plan = await planCommit(base, { ...about, document, bytes: data })
    if (plan.snapshot !== undefined) whole.push(i)
    base = { head: plan.head, bytes: data, verified: 1, broken: false }
  }
  expect(whole).toEqual([1, MOST_ENTRIES + 2, 2 * MOST_ENTRIES + 3])
  const other = new TextEncoder().encode("z".repeat(300))
  const about = { id: "d", origin: "new", edited: true, now: 0, whole: false, pressed: false } as const
  expect((await planCommit(base, { ...about, document: graph(""), bytes: other })).snapshot?.bytes).toEqual(other)
})

test("pruning keeps the last two, the proved one, 20 recent, 24 hourly, 30 daily; a full storage keeps what must stay", () => {
  const hour = 3_600_000
  const marks = (times: readonly number[], size = 10): SnapshotMark[] =>
    times.map((at, i) => ({ sequence: i + 1, at, bytes: size }))
  const often = prune(marks(Array.from({ length: 3000 }, (_, i) => i * (hour / 4))), 7)
  const kept = often.kept.map(({ sequence }) => sequence)
  expect(kept).toContain(7)
  expect(kept.slice(-20)).toEqual(Array.from({ length: 20 }, (_, i) => 2981 + i))
  // The last of each of 24 hours, of 30 days: 20 recent ones lie in 5 of the hours.
  expect(kept.length).toBeLessThanOrEqual(1 + 20 + 24 + 30)
  expect(kept.length).toBeGreaterThan(60)
  expect(often.kept.length + often.dropped.length).toBe(3000)
  expect(prune(marks([1, 2, 3, 4, 5]), 2, true).kept.map(({ sequence }) => sequence)).toEqual([2, 4, 5])
  const large = prune(marks([1, 2, 3, 4, 5, 6], 12 * 2 ** 20), 1)
  expect(large.kept.map(({ sequence }) => sequence)).toEqual([1, 5, 6])
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.boolean(), (times, pressed) => {
      const all = marks(times)
      const { kept, dropped } = prune(all, null, pressed)
      for (const mark of all.slice(-2)) expect(kept).toContain(mark)
      expect(kept.length + dropped.length).toBe(all.length)
      expect(kept.map(({ sequence }) => sequence)).toEqual(
        kept.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
      )
    }),
  )
})

test("a picture lies in its frame and joins what is wired", () => {
  const document = {
    ...graph("t"),
    nodes: [
      { id: "a", op: "Input", at: [-5000, 10] as const },
      { id: "b", op: "ReLU", at: [9000, 400] as const, inputs: { input: "a" } },
      { id: "c", op: "Add", inputs: { a: "b:output", b: "nowhere" } },
    ],
  }
  const { boxes, box, wires } = pictureOf(document)
  for (const [x, y] of boxes) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(x + box[0]).toBeLessThanOrEqual(FRAME[0] + 0.2)
    expect(y + box[1]).toBeLessThanOrEqual(FRAME[1] + 0.2)
  }
  expect(wires).toEqual([[0, 1]])
  expect(pictureOf(graph("")).boxes).toEqual([])
})

test("10,000 words from other tabs: those that are none are not heard", () => {
  const heard = (data: unknown) => readTabMessage(data)
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withObjectString: true }), (data) => {
      expect(heard(data)).toBe(null)
    }),
    { numRuns: 5000 },
  )
  fc.assert(
    fc.property(
      fc.record({
        kind: fc.constantFrom("changed", "requested", "released", "listed", "else"),
        id: fc.anything(),
        sequence: fc.anything(),
      }),
      (data) => {
        const word = heard(data)
        if (word === null || word.kind === "listed") return
        expect(typeof word.id).toBe("string")
        expect(data.kind).toBe(word.kind)
        if (word.kind === "changed") expect(Number.isSafeInteger(word.sequence) && word.sequence > 0).toBe(true)
      },
    ),
    { numRuns: 5000 },
  )
  expect(heard({ kind: "changed", id: "d", sequence: 3, more: 1 })).toEqual({ kind: "changed", id: "d", sequence: 3 })
})

test("the words of the status", () => {
  const at = new Date(2026, 0, 2, 12, 4, 31).getTime()
  expect(statusWords({ kind: "saved", at })).toBe("Saved 12:04:31")
  expect(statusWords({ kind: "saving" })).toBe("Saving…")
  expect(statusWords({ kind: "unsaved", why: reasonOf(failure("QuotaExceededError")) })).toBe("Not saved: storage full")
  expect(reasonOf(failure("Outdated"))).toBe("a newer Gradwire is open in another tab")
  expect(reasonOf("?")).toBe("the storage refused")
})
