import ChevronDown from "lucide-react/icons/chevron-down"
import { lazy, useState } from "react"
import { Button } from "../../parts/Button.tsx"
import { Later } from "../../parts/boundary/Later.tsx"

const DocumentMenu = lazy(async () => ({ default: (await import("./DocumentMenu.tsx")).DocumentMenu }))

/** The menu beside the title comes after the first picture; pressed before that, it opens when it has come. */
export function MenuButton() {
  const [wanted, setWanted] = useState(false)
  const waiting = (
    <Button look="icon" aria-label="Graph menu" aria-haspopup="menu" onClick={() => setWanted(true)}>
      <ChevronDown size={15} aria-hidden="true" />
    </Button>
  )
  return (
    <Later what="The menu of the graph" meanwhile={waiting}>
      <DocumentMenu opened={wanted} />
    </Later>
  )
}
