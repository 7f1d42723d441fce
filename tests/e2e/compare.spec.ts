// "Compare with my array": a student's numbers, pasted as NumPy prints them or dropped as files, against the run.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { drop, onDisk } from "./dropping.ts"
import type { Editor } from "./editor.ts"

test.describe.configure({ mode: "serial" })
test.use({ standing: "?src=batch-norm" })

/** ∂L/∂X of the example by PyTorch, row by row. */
const RIGHT = [
  [0.16446045653664149, -0.12568168804594726, 0.4163200572253454],
  [-0.45683495342225117, 0.18403385145904871, -1.0750265108559236],
  [0.22841774065981088, -0.08360056402160945, 0.5678123909849296],
  [0.06395675622579881, 0.02524840060850801, 0.09089406264564873],
]

async function openGradient(editor: Editor): Promise<void> {
  await editor.press("Backward")
  await editor.node("X").click()
  await editor.inspector.getByRole("button", { name: "Gradient", exact: true }).click()
}

async function compare(editor: Editor, text: string): Promise<void> {
  await editor.inspector.getByRole("button", { name: "Compare with my array…" }).click()
  await editor.inspector.getByLabel("My array").fill(text)
  await editor.inspector.getByRole("button", { name: "Compare", exact: true }).click()
}

/** As print(array) shows it. */
function numpy(rows: readonly (readonly number[])[]): string {
  const lines = rows.map((row) => `[${row.map((x) => x.toFixed(8).padStart(12)).join(" ")}]`)
  return `[${lines.join("\n ")}]`
}

/** A .npy file of version 1.0, little-endian float64. */
function npy(rows: readonly (readonly number[])[]): Uint8Array {
  const shape = `(${rows.length}, ${rows[0]?.length ?? 0})`
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`
  const header = `${words.padEnd(128 - 10 - 1)}\n`
  const bytes = Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]),
    Buffer.from(header, "latin1"),
    Buffer.from(Float64Array.from(rows.flat()).buffer),
  ])
  return new Uint8Array(bytes)
}

test("NumPy's print of the right gradient agrees; transposed, the cause is named", async ({ editor }) => {
  await openGradient(editor)
  await compare(editor, numpy(RIGHT))
  await expect(editor.inspector.getByText("All 12 cells agree.")).toBeVisible()
  await editor.inspector.getByRole("button", { name: "Close comparison" }).click()
  await compare(editor, numpy([0, 1, 2].map((j) => RIGHT.map((row) => row[j]!))))
  await expect(editor.inspector.getByRole("list", { name: "Likely causes" })).toContainText(/transposed/i)
})

test("one wrong cell is named first and worst, lit, and can be gone to", async ({ editor }) => {
  await openGradient(editor)
  await compare(editor, numpy(RIGHT.map((row, i) => row.map((x, j) => (i === 2 && j === 1 ? x + 0.5 : x)))))
  await expect(editor.inspector.getByText("1 of 12 cells is wrong.")).toBeVisible()
  await editor.inspector.getByRole("button", { name: "Worst [2, 1]" }).click()
  await expect(editor.inspector.getByText(/^\[2, 1\] = −0\.0836/)).toBeVisible()
})

test("a gradient that lacks the term through σ² is recognised", async ({ editor }) => {
  await openGradient(editor)
  const wrong = RIGHT.map((row) => [...row])
  for (const j of [0, 1, 2]) {
    const x = [
      [1, 4, 7, 1],
      [2, 5, 8, 0],
      [3, 6, 9, 1],
    ][j]!
    const dy = [
      [0.5, -0.75, 1.25, 0.25],
      [-1, 1.5, 0.5, -0.5],
      [0.25, -1.25, 2, -0.75],
    ][j]!
    const mean = x.reduce((sum, one) => sum + one, 0) / 4
    const v = x.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 4 + 1e-5
    const meanDy = dy.reduce((sum, one) => sum + one, 0) / 4
    dy.forEach((one, i) => {
      wrong[i]![j] = ([1, 0.5, 2][j]! / Math.sqrt(v)) * (one - meanDy)
    })
  }
  await compare(editor, numpy(wrong))
  await expect(editor.inspector.getByRole("list", { name: "Likely causes" })).toContainText("The piece from sigma2")
})

test("a .npy and a CSV dropped on the tensor are compared, and open nothing", async ({ editor }, info) => {
  await openGradient(editor)
  const tensor = editor.inspector.getByRole("region", { name: "Tensor, compared with arrays that are dropped on it" })
  await drop(tensor, [await onDisk(info, "dx.npy", npy(RIGHT))])
  await expect(editor.inspector.getByText("All 12 cells agree.")).toBeVisible()
  const lines = RIGHT.map((row, i) => row.map((x, j) => (i === 0 && j === 2 ? -x : x)).join(","))
  await drop(tensor, [await onDisk(info, "dx.csv", lines.join("\n"))])
  await expect(editor.inspector.getByText("1 of 12 cells is wrong.")).toBeVisible()
  await expect(editor.inspector.getByRole("button", { name: "First [0, 2]" })).toBeVisible()
  await expect(editor.node("X")).toBeVisible()
})

test("text that is no array says why", async ({ editor }) => {
  await openGradient(editor)
  await compare(editor, "[[1, 2], [3]]")
  await expect(editor.inspector.getByRole("alert")).toContainText("Nothing was compared")
})

test("a mistake further down the graph is named, and the gradient of a wire is compared too", async ({
  editor,
  page,
}) => {
  await openGradient(editor)
  const { X, dY } = {
    X: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [1, 0, 1],
    ],
    dY: [
      [0.5, -1, 0.25],
      [-0.75, 1.5, -1.25],
      [1.25, 0.5, 2],
      [0.25, -0.5, -0.75],
    ],
  }
  // Along X → Z alone, γ/√(σ² + ε) · dY; here without γ.
  const piece = dY.map((row) =>
    row.map((g, j) => {
      const mean = X.reduce((sum, x) => sum + x[j]!, 0) / 4
      return g / Math.sqrt(X.reduce((sum, x) => sum + (x[j]! - mean) ** 2, 0) / 4 + 1e-5)
    }),
  )
  await editor.node("Z").click()
  await page.getByLabel("Tensor", { exact: true }).selectOption({ label: "x ← X" })
  await compare(editor, numpy(piece))
  const causes = editor.inspector.getByRole("list", { name: "Likely causes" })
  await expect(causes).toContainText("On the way back through Y: the scale (gamma) is missing.")
})

test("a million numbers are read, and not put into the field; a file too large and a zip are refused by name", async ({
  editor,
  page,
}) => {
  await openGradient(editor)
  await editor.inspector.getByRole("button", { name: "Compare with my array…" }).click()
  await page.evaluate(() => navigator.clipboard.writeText("0.12345678 ".repeat(1_000_000)))
  await editor.inspector.getByLabel("My array").focus()
  await page.keyboard.press("Control+v")
  await expect(editor.inspector.getByText("Your array is a row of 1000000")).toBeVisible()
  await expect(editor.inspector.getByLabel("My array")).toHaveValue("")
  const file = editor.inspector.getByLabel("Choose a file…")
  // Made in the page: it would take long to be sent there.
  await file.evaluate((input: HTMLInputElement) => {
    const held = new DataTransfer()
    held.items.add(new File([new Uint8Array(33 * 2 ** 20)], "huge.npy"))
    input.files = held.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  })
  await expect(editor.inspector.getByRole("alert")).toContainText("“huge.npy” has 33 MiB; at most 32 MiB are read")
  await file.setInputFiles({ name: "a.npz", mimeType: "", buffer: Buffer.from("PK\u0003\u0004", "latin1") })
  await expect(editor.inspector.getByRole("alert")).toContainText("the zip is damaged")
  await file.setInputFiles({ name: "a.csv", mimeType: "", buffer: Buffer.from([1, 0, 2, 0, 3]) })
  await expect(editor.inspector.getByRole("alert")).toContainText("Nothing was compared")
})
