// Expected trouble, as a value: where it is, what was found, what was expected, in one sentence that also says what to do.

export interface Problem {
  /** Stable, e.g. `GW-G101`; listed with its meaning in graph/codes.ts. */
  readonly code: string
  readonly severity: "error" | "warning"
  /** Complete sentence with the numbers; user text in it is quoted and shortened. */
  readonly sentence: string
  readonly node?: string
  /** Input or output port, param or buffer. */
  readonly port?: string
  readonly attr?: string
  readonly found?: string
  readonly expected?: string
  /** Place in the text that was read, from 1. */
  readonly line?: number
  readonly column?: number
  /** JSON Pointer into the document. */
  readonly path?: string
}

/** `node:port: sentence`, as the command line prints it after the file's name. */
export function formatProblem(problem: Problem): string {
  const at = problem.port ?? problem.attr
  const place =
    problem.node !== undefined
      ? `${problem.node}${at === undefined ? "" : `:${at}`}: `
      : problem.line !== undefined
        ? `${problem.line}:${problem.column ?? 1}: `
        : ""
  return `${place}${problem.sentence}`
}
