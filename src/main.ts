// The page's own bar is painted first; the editor, which is fetched meanwhile, then takes its place.

import "@fontsource-variable/inter/index.css"
import "./editor/parts/styles/tokens.css"
import "./editor/parts/styles/base.css"
import { paint, systemIsDark } from "./editor/parts/styles/theme.ts"
import { recall } from "./state/remembered.ts"

const theme = recall("theme")
paint(theme === "dark" || (theme !== "light" && systemIsDark()))

// A page that nobody looks at draws no frames.
if (document.hidden) void begin()
else requestAnimationFrame(() => setTimeout(() => void begin()))

async function begin(): Promise<void> {
  const root = document.getElementById("root")
  if (root === null) throw new Error('index.html must hold an element with id "root"')
  const { mount } = await import("./editor/mount.tsx")
  mount(root)
}
