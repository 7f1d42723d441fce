import "@fontsource-variable/inter/index.css"
import "./editor/parts/styles/tokens.css"
import "./editor/parts/styles/base.css"
import { CSPProvider } from "@base-ui/react/csp-provider"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./editor/App.tsx"
import { Boundary } from "./editor/parts/Boundary.tsx"
import { start } from "./editor/start/start.ts"

const root = document.getElementById("root")
if (root === null) throw new Error('index.html must hold an element with id "root"')

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
