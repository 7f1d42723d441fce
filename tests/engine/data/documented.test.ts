// docs/experiments.md names everything that a document may choose, with the defaults that hold.

import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { dataSources } from "../../../src/engine/data/registry.ts"
import { clips } from "../../../src/engine/optimizers/clipping.ts"
import { optimizers } from "../../../src/engine/optimizers/registry.ts"
import { schedules } from "../../../src/engine/optimizers/schedules.ts"
import { takesOfTensor } from "../../../src/engine/sweep/readout.ts"

const page = readFileSync(new URL("../../../docs/experiments.md", import.meta.url), "utf8")
const kinds = page.slice(page.indexOf("| Kind |"), page.indexOf("`noise` is a standard deviation")).split("\n")

test.for([...dataSources.values()])("$kind: its settings and their defaults", ({ kind, attrs }) => {
  const row = kinds.find((line) => line.startsWith(`| \`${kind}\` |`)) ?? ""
  for (const [name, { fallback }] of Object.entries(attrs)) {
    expect(row).toContain(`\`${name}\``)
    const [, after = ""] = row.split(`\`${name}\``)
    // A choice lists its words, the default first; two names may share what is said of both.
    if (typeof fallback === "string" && fallback !== "") expect(after).toContain(`"${fallback}"`)
    else if (fallback !== "") expect(after.replaceAll("−", "-")).toContain(`(${JSON.stringify(fallback)})`)
  }
})

test("every optimizer, schedule, clipping and readout", () => {
  const all = [...optimizers.keys(), ...schedules.keys(), ...clips.keys(), ...Object.keys(takesOfTensor)]
  for (const kind of all) expect(page).toContain(`\`${kind}\``)
  for (const { attrs } of [...schedules.values(), ...clips.values()]) {
    for (const name of Object.keys(attrs)) expect(page).toContain(`\`${name}\``)
  }
})
