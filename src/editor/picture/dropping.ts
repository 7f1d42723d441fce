import { loadPicture } from "./loading.ts"

/** A picture file that is dropped on a card goes into that node. False if the drop is nothing of the kind. */
export function dropPicture(target: EventTarget | null, files: FileList): boolean {
  const [file] = files
  const card = target instanceof Element ? target.closest<HTMLElement>(".react-flow__node[data-id]") : null
  const id = card?.dataset.id
  if (file === undefined || id === undefined || !file.type.startsWith("image/")) return false
  void loadPicture(id, 0, file)
  return true
}
