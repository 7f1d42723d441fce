// Saving to the disk. Browsers that let a page write files ask for the place once; the others download. The browser's own
// window cannot be driven by a test: what stands in for it answers as a person and a disk would.

import { readFile } from "node:fs/promises"
import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"

type Answer = "written" | "cancel" | "denied" | "full"

/** What the disk holds and how often somebody was asked. */
interface Disk {
  readonly asked: number
  readonly files: Readonly<Record<string, string>>
}

/** Each time the next answer is given, the last one over and over. */
async function giveDisk(page: Page, ...answers: readonly Answer[]): Promise<void> {
  await page.addInitScript((answers) => {
    const disk = { asked: 0, files: {} as Record<string, string> }
    let turn = 0
    const next = () => answers[Math.min(turn++, answers.length - 1)]
    const refuse = (name: string) => Promise.reject(new DOMException(name, name))
    const handleOf = (name: string, answer: string | undefined) => {
      // What was chosen once is asked again by the next answer when it is written again.
      let now = answer
      return {
        name,
        createWritable: () => {
          const mine = now
          now = undefined
          const how = mine ?? next()
          if (how === "denied") return refuse("NotAllowedError")
          let held = ""
          return Promise.resolve({
            write: async (text: string) => {
              held += text
            },
            close: async () => {
              if (how === "full") await refuse("QuotaExceededError")
              disk.files[name] = held
            },
            abort: async () => {},
          })
        },
      }
    }
    Object.assign(globalThis, {
      disk,
      showSaveFilePicker: ({ suggestedName }: { suggestedName: string }) => {
        disk.asked += 1
        const answer = next()
        if (answer === "cancel") return refuse("AbortError")
        return Promise.resolve(handleOf(disk.asked === 1 ? suggestedName : `${disk.asked}-${suggestedName}`, answer))
      },
    })
  }, answers)
}

function disk(page: Page): Promise<Disk> {
  return page.evaluate(() => (globalThis as unknown as { disk: Disk }).disk) // put there by giveDisk
}

const NAME = "batch-normalisation-training-time.json"

test("save asks once and then writes the same file; save as asks again", async ({ editor, page }) => {
  await giveDisk(page, "written")
  await editor.open("?src=batch-norm")
  await page.keyboard.press("ControlOrMeta+s")
  await expect(page.getByText(`Written to “${NAME}”.`)).toBeVisible()
  await editor.node("gamma").click()
  await editor.inspector.getByLabel("label", { exact: true }).fill("g")
  await page.keyboard.press("Enter")
  await page.keyboard.press("ControlOrMeta+s")
  await expect.poll(async () => (await disk(page)).files[NAME]).toContain('"label": "g"')
  expect((await disk(page)).asked).toBe(1)
  await page.keyboard.press("ControlOrMeta+Shift+s")
  await expect.poll(async () => (await disk(page)).asked).toBe(2)
  await expect.poll(async () => Object.keys((await disk(page)).files)).toEqual([NAME, `2-${NAME}`])
  await page.keyboard.press("ControlOrMeta+s")
  await expect(page.getByText(`Written to “2-${NAME}”.`)).toBeVisible()
  expect((await disk(page)).asked).toBe(2)
})

test("closing the browser's window is no failure: nothing is said, nothing is downloaded", async ({ editor, page }) => {
  await giveDisk(page, "cancel", "written")
  let downloads = 0
  page.on("download", () => {
    downloads += 1
  })
  await editor.open("?src=batch-norm")
  await page.keyboard.press("ControlOrMeta+s")
  await expect.poll(async () => (await disk(page)).asked).toBe(1)
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0)
  await page.keyboard.press("ControlOrMeta+s")
  await expect(page.getByText("Written to “")).toBeVisible()
  expect(downloads).toBe(0)
})

for (const [answer, what] of [
  ["denied", "permission is denied"],
  ["full", "the disk is full"],
] as const) {
  test(`where ${what}, it says so, hands over the download, and asks anew the next time`, async ({ editor, page }) => {
    await giveDisk(page, answer, "written")
    await editor.open("?src=batch-norm")
    const download = page.waitForEvent("download")
    await page.keyboard.press("ControlOrMeta+s")
    const path = await (await download).path()
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ gradwire: 1, target: "Y" })
    await expect(page.getByRole("alert")).toContainText("The file could not be written.")
    expect((await disk(page)).files).toEqual({})
    await page.keyboard.press("ControlOrMeta+s")
    await expect(page.getByText("Written to “")).toBeVisible()
    expect((await disk(page)).asked).toBe(2)
  })
}

test("a file that was written before and fails now is given up for a new place", async ({ editor, page }) => {
  await giveDisk(page, "written", "full", "written")
  await editor.open("?src=batch-norm")
  await page.keyboard.press("ControlOrMeta+s")
  await expect(page.getByText("Written to “")).toBeVisible()
  const text = (await disk(page)).files[NAME]
  const download = page.waitForEvent("download")
  await page.keyboard.press("ControlOrMeta+s")
  await (await download).path()
  expect((await disk(page)).files[NAME]).toBe(text)
  await page.keyboard.press("ControlOrMeta+s")
  await expect.poll(async () => (await disk(page)).asked).toBe(2)
})

test("where pages cannot write files, saving downloads; the name is the title's", async ({ editor, page }) => {
  await editor.open("?src=batch-norm")
  for (const keys of ["ControlOrMeta+s", "ControlOrMeta+Shift+s"]) {
    const download = page.waitForEvent("download")
    await page.keyboard.press(keys)
    expect((await download).suggestedFilename()).toBe(NAME)
  }
})
