// The points of a sweep as a table: value, seed, each readout.

import type { SweepReport } from "./report.ts"

/** Numbers in full; a readout that could not be read is empty. */
export function sweepCsv({ plan, points, curves }: SweepReport): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const heads = [plan?.set.join(" = ") ?? "value", "seed", ...curves.map(({ words }) => words)].map(quoted)
  const rows = points.map(({ value, seed, readouts }) => [value, seed, ...readouts.map((x) => x ?? "")].join(","))
  return `${[heads.join(","), ...rows].join("\n")}\n`
}
