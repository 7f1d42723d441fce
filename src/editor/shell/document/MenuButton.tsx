import ChevronDown from "lucide-react/icons/chevron-down"
import { lazy, Suspense, useState } from "react"
import { Button } from "../../parts/Button.tsx"
import { useDrawn } from "../../parts/window/useDrawn.ts"

const DocumentMenu = lazy(async () => ({ default: (await import("./DocumentMenu.tsx")).DocumentMenu }))

/** The menu beside the title comes after the first picture; pressed before that, it opens when it has come. */
export function MenuButton() {
  const drawn = useDrawn()
  const [wanted, setWanted] = useState(false)
  const waiting = (
    <Button look="icon" aria-label="Graph menu" aria-haspopup="menu" onClick={() => setWanted(true)}>
      <ChevronDown size={15} aria-hidden="true" />
    </Button>
  )
  return drawn ? (
    <Suspense fallback={waiting}>
      <DocumentMenu opened={wanted} />
    </Suspense>
  ) : (
    waiting
  )
}
