// Numbers of a run, for a component: at once where they are at hand, else as soon as they have come. Meanwhile there is what
// was there before.

import { useEffect, useMemo, useRef, useState } from "react"
import { wordsOf } from "../../graph/problem.ts"
import type { Reading } from "../../state/run/numbers.ts"

export interface Read<T> {
  /** Undefined as long as nothing has come; of the question before while this one waits. */
  readonly is: T | undefined
  /** Whether `is` is still to come. */
  readonly waits: boolean
  /** Why nothing will come, as a sentence. */
  readonly problem: string | null
}

interface Late<T> {
  readonly of: Reading<T>
  readonly is?: T
  readonly problem?: string
}

/** `reading` must stay the same object from one drawing to the next, else it is asked again; null reads nothing, and forgets. */
export function useReading<T>(reading: Reading<T> | null): Read<T> {
  const now = useMemo(() => reading?.now() ?? null, [reading])
  const [late, setLate] = useState<Late<T> | null>(null)
  const before = useRef<T | undefined>(undefined)
  useEffect(() => {
    if (reading === null || now !== null) return
    let wanted = true
    reading.later().then(
      (is) => wanted && setLate({ of: reading, is }),
      (error: unknown) => wanted && setLate({ of: reading, problem: wordsOf(error) }),
    )
    return () => {
      wanted = false
    }
  }, [reading, now])
  const came = late !== null && late.of === reading ? late : null
  const is = now === null ? came?.is : now.is
  if (is !== undefined || reading === null) before.current = is
  const problem = came?.problem ?? null
  return { is: is ?? before.current, waits: reading !== null && is === undefined && problem === null, problem }
}
