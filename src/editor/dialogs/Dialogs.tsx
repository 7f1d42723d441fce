// Everything that opens over the window. It is fetched as one, after the first picture.

import { useEffect } from "react"
import { BuildPanel } from "./build/BuildPanel.tsx"
import { ExportPanel } from "./export/ExportPanel.tsx"
import { GalleryPanel } from "./gallery/GalleryPanel.tsx"
import { HelpPanel } from "./help/HelpPanel.tsx"
import { HomePanel } from "./home/HomePanel.tsx"
import { KeySheet } from "./search/KeySheet.tsx"
import { SearchPanel } from "./search/SearchPanel.tsx"
import { SharePanel } from "./share/SharePanel.tsx"
import { WeightsPanel } from "./weights/WeightsPanel.tsx"

export function Dialogs({ onCome }: { readonly onCome: () => void }) {
  useEffect(onCome, [onCome])
  return (
    <>
      <BuildPanel />
      <GalleryPanel />
      <HelpPanel />
      <HomePanel />
      <SharePanel />
      <ExportPanel />
      <WeightsPanel />
      <SearchPanel />
      <KeySheet />
    </>
  )
}
