import { expect, test } from "vitest"
import { Waiting } from "../../src/editor/canvas/far/waiting.ts"

/** Numbers that come when the test says so. */
function coming() {
  let come = (): void => {}
  let fail = (): void => {}
  let there: { readonly is: string } | null = null
  let asked = 0
  const reading = {
    now: () => there,
    later: () => {
      asked += 1
      return new Promise<string>((resolve, reject) => {
        come = () => {
          there = { is: "numbers" }
          resolve("numbers")
        }
        fail = () => reject(new Error("gone"))
      })
    },
  }
  return { reading, come: () => come(), fail: () => fail(), forget: () => (there = null), asked: () => asked }
}

test("two pictures of one tensor that wait both wake who paints, each asked for once", async () => {
  let woken = 0
  const waiting = new Waiting(() => (woken += 1))
  const [tensor, small, large] = [{}, {}, {}]
  const [one, two] = [coming(), coming()]
  const paint = () => [waiting.read(one.reading, tensor, small), waiting.read(two.reading, tensor, large)]
  expect([paint(), paint()]).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ])
  expect([one.asked(), two.asked()]).toEqual([1, 1])
  one.come()
  await Promise.resolve()
  expect([woken, paint()]).toEqual([1, ["numbers", undefined]])
  two.come()
  await Promise.resolve()
  expect([woken, paint()]).toEqual([2, ["numbers", "numbers"]])
  expect([one.asked(), two.asked()]).toEqual([1, 1])
})

test("what was forgotten is asked for again, what is gone is not", async () => {
  let woken = 0
  const waiting = new Waiting(() => (woken += 1))
  const [tensor, picture, other] = [{}, {}, {}]
  const [one, gone] = [coming(), coming()]
  waiting.read(one.reading, tensor, picture)
  one.come()
  await Promise.resolve()
  one.forget()
  expect(waiting.read(one.reading, tensor, picture)).toBe(undefined)
  expect([one.asked(), woken]).toEqual([2, 1])
  waiting.read(gone.reading, tensor, other)
  gone.fail()
  await Promise.resolve()
  await Promise.resolve()
  expect(waiting.read(gone.reading, tensor, other)).toBe(undefined)
  expect([gone.asked(), woken]).toEqual([1, 1])
  expect(waiting.read(null, tensor, picture)).toBe(null)
})
