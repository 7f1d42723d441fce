import { useRun } from "../../state/run.ts"

/** The phase in which this node is being worked out right now, on runs long enough to see. */
export function useActive(id: string): "forward" | "backward" | undefined {
  return useRun(({ status }) => {
    const progress = status.kind === "running" ? status.progress : null
    return progress?.node === id ? progress.phase : undefined
  })
}
