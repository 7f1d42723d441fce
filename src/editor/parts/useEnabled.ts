import { isHidden, mayRun, reasonOf } from "../../commands/allowed.ts"
import type { Command } from "../../commands/command.ts"
import { labelOf } from "../../commands/command.ts"
import { useCamera } from "../../state/camera.ts"
import { useDocument } from "../../state/document.ts"
import { usePlayer } from "../../state/player/player.ts"
import { useRun } from "../../state/run/run.ts"
import { useSweep } from "../../state/run/sweep.ts"
import { useSession } from "../../state/session.ts"
import { useLearning } from "../../state/training/learning.ts"
import { useTraining } from "../../state/training/training.ts"

/** Whether a command may run now. Commands read stores, so every store may change the answer. */
export function useEnabled(command: Command): boolean {
  const enabled = (): boolean => mayRun(command)
  const answers = [
    useDocument(enabled),
    useSession(enabled),
    useRun(enabled),
    useCamera(enabled),
    usePlayer(enabled),
    useTraining(enabled),
    useLearning(enabled),
    useSweep(enabled),
  ]
  return answers.every(Boolean)
}

/** Why a command cannot run now, in words; null if it can. Asked again whenever the answer to `useEnabled` may change. */
export function useReason(command: Command): string | null {
  const reason = (): string | null => reasonOf(command)
  useDocument(reason)
  useRun(reason)
  usePlayer(reason)
  useTraining(reason)
  useLearning(reason)
  return useSession(reason)
}

/** Whether the open document asks that a command is not shown. */
export function useHidden(command: Command): boolean {
  return useDocument(() => isHidden(command))
}

/** What a command is called now. */
export function useLabel(command: Command): string {
  const label = (): string => labelOf(command)
  useDocument(label)
  usePlayer(label)
  useTraining(label)
  return useSession(label)
}
