// What the page opens: the link in its address, else what this tab or this browser had open last, else the first graph of
// the gallery, run. A link that arrives later opens as well. What is edited is kept in this browser as it is edited.

import { FIRST_GRAPH } from "../commands/gallery.ts"
import { openLink } from "../commands/linking.ts"
import { openGallery, openText } from "../commands/opening.ts"
import { keepEdits, keptText } from "../state/keeping.ts"

export function start(): void {
  openFirst().finally(keepEdits)
  addEventListener("hashchange", () => {
    if (location.hash.length > 1) openLink(location.href)
  })
}

async function openFirst(): Promise<void> {
  const linked = location.hash.length > 1 && (await openLink(location.href))
  if (linked) return
  const named = new URLSearchParams(location.search).get("src")
  if (named !== null && (await openGallery(named))) return
  const kept = keptText()
  if (kept !== null && openText(kept, "The graph kept in this browser")) return
  await openGallery(FIRST_GRAPH)
}
