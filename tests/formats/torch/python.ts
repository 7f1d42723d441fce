// A Python that has PyTorch, where there is one.

import { spawn, spawnSync } from "node:child_process"

const found = ["python3", "/usr/bin/python3"].find(
  (name) => spawnSync(name, ["-c", "import torch"], { timeout: 60_000 }).status === 0,
)

/** Its name; null where no PyTorch is installed. */
export const pythonWithTorch: string | null = found ?? null

/** Runs a program with these variables; what it prints, or throws. */
export function ran(program: string, given: readonly string[], variables: { readonly [name: string]: string }) {
  return new Promise<string>((resolve, reject) => {
    const child = spawn(pythonWithTorch ?? "", [program, ...given], {
      env: { ...process.env, OMP_NUM_THREADS: "1", ...variables },
    })
    let text = ""
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += String(chunk)))
    child.on("error", reject)
    child.on("close", (code) => (code === 0 ? resolve(text) : reject(new Error(text))))
  })
}
