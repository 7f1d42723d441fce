// The picture in small, exactly as it will be saved.

import { useEffect, useState } from "react"
import { embedFonts } from "../../../commands/file/picturing/pictureFonts.ts"
import type { Picture } from "../../../formats/figures/picture.ts"
import styles from "./ExportPanel.module.css"

interface Props {
  readonly picture: Picture
  readonly theme: "light" | "dark"
  /** Its background is left out. */
  readonly clear: boolean
}

export function Preview({ picture, theme, clear }: Props) {
  const address = useAddress(picture.svg)
  return (
    <div className={styles.preview} data-theme={theme} data-clear={clear || undefined}>
      {address === null ? null : (
        <img src={address} width={picture.width} height={picture.height} alt="How it will look" />
      )}
    </div>
  )
}

/** Where the page finds the picture with its fonts; the one before is shown until then. */
function useAddress(svg: string): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    let [live, made] = [true, ""]
    void embedFonts(svg).then((filled) => {
      if (!live) return
      made = URL.createObjectURL(new Blob([filled.svg], { type: "image/svg+xml" }))
      setAddress(made)
    })
    return () => {
      live = false
      // What is still on screen has been read.
      if (made !== "") URL.revokeObjectURL(made)
    }
  }, [svg])
  return address
}
