import { useSweep } from "../../../state/run/sweep.ts"
import { useTraining } from "../../../state/training/training.ts"

/** Why the training or sweep was refused at one of its fields, `training.batch_size`, until something is changed. */
export function useFault(field: string): string | null {
  const path = `/${field.replaceAll(".", "/")}`
  const training = useTraining(({ status, stale }) => (stale ? null : faultAt(status, path)))
  const sweep = useSweep(({ status, stale }) => (stale ? null : faultAt(status, path)))
  return training ?? sweep
}

function faultAt(
  status: {
    readonly kind: string
    readonly problems?: readonly { readonly path?: string; readonly sentence: string }[]
  },
  path: string,
): string | null {
  return status.problems?.find((problem) => problem.path === path)?.sentence ?? null
}
