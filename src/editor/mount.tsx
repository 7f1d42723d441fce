// Begins to open what is to be opened, and draws the window.

import { CSPProvider } from "@base-ui/react/csp-provider"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./App.tsx"
import { Boundary } from "./parts/boundary/Boundary.tsx"
import { holdKeys } from "./shell/heldKeys.ts"
import { start } from "./start/start.ts"

export function mount(root: HTMLElement): void {
  holdKeys()
  void start()
  createRoot(root).render(
    <StrictMode>
      {/* Its <style> elements would break the page's policy (policy.ts). */}
      <CSPProvider disableStyleElements>
        <Boundary what="The page">
          <App />
        </Boundary>
      </CSPProvider>
    </StrictMode>,
  )
}
