// The points of a sweep as a table: value, seed, each readout.

import type { SweepReport } from "./report.ts"

/** A row of names, then one for each point; a readout that could not be read is empty. */
export function sweepTable({ plan, points, curves }: SweepReport): readonly (readonly (string | number)[])[] {
  return [
    [plan?.set.join(" = ") ?? "value", "seed", ...curves.map(({ words }) => words)],
    ...points.map(({ value, seed, readouts }) => [value, seed, ...readouts.map((x) => x ?? "")]),
  ]
}
