import { expect, test } from "vitest"
import { Latest } from "../../src/state/run/latest.ts"

interface Job {
  readonly done: Promise<string>
  readonly cancel: () => void
  readonly resolve: (answer: string) => void
  readonly reject: (error: unknown) => void
}

function job(onCancel: () => void = () => {}): Job {
  let [resolve, reject]: [Job["resolve"], Job["reject"]] = [() => {}, () => {}]
  const done = new Promise<string>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { done, cancel: onCancel, resolve, reject }
}

test("only the newest job is heard; the one before is cancelled", async () => {
  const latest = new Latest()
  const heard: string[] = []
  const listen = (isNewest: () => boolean, one: Job) =>
    latest.hear(
      isNewest,
      one,
      (answer) => heard.push(answer),
      (sentence) => heard.push(`failed: ${sentence}`),
    )
  const first = job(() => heard.push("first cancelled"))
  const second = job(() => heard.push("second cancelled"))
  const wasFirst = latest.begin()
  listen(wasFirst, first)
  const isSecond = latest.begin()
  listen(isSecond, second)
  expect([wasFirst(), isSecond()]).toEqual([false, true])
  first.resolve("late")
  second.resolve("in time")
  await second.done
  expect(heard).toEqual(["first cancelled", "in time"])
  // What has ended is not cancelled any more.
  latest.forget()
  expect(heard).toHaveLength(2)
  expect(isSecond()).toBe(false)
})

test("what a job rejects with is told in words, unless it was given up", async () => {
  const latest = new Latest()
  const heard: string[] = []
  for (const [forget, error] of [
    [false, new Error("no memory")],
    [false, "thrown text"],
    [true, new Error("nobody asked")],
  ] as const) {
    const one = job()
    latest.hear(
      latest.begin(),
      one,
      () => {},
      (sentence) => heard.push(sentence),
    )
    if (forget) latest.forget()
    one.reject(error)
    await one.done.catch(() => {})
  }
  expect(heard).toEqual(["no memory", "thrown text"])
})
