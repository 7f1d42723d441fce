// The colours of pictures: those of the editor's style sheet (src/editor/parts/styles/tokens.css), which a test holds equal to these.

export type Theme = "light" | "dark"

const LIGHT = {
  canvas: "#faf9f7",
  panel: "#ffffff",
  sunken: "#f5f3ef",
  line: "#e6e3dd",
  "line-strong": "#8c8880",
  ink: "#1c2024",
  "ink-2": "#5b6066",
  "ink-3": "#6b7076",
  wire: "#8b9096",
  value: "#0b66a8",
  "value-wash": "#e5f0f8",
  "value-line": "#4a93c6",
  gradient: "#a8246f",
  "gradient-wash": "#fae7f1",
  "gradient-line": "#c4679d",
  selection: "#3b5bdb",
  problem: "#b42318",
  "problem-wash": "#fdecea",
  "cat-source": "#4d8a2f",
  "cat-layer": "#0072b2",
  "cat-norm": "#9a6b00",
  "cat-pool": "#3a8f7b",
  "cat-activation": "#c24e1b",
  "cat-maths": "#62676d",
  "cat-shape": "#7a6cc4",
  "cat-loss": "#a23b72",
}

export type Token = keyof typeof LIGHT
export type Colours = Readonly<Record<Token, string>>

const DARK: Colours = {
  canvas: "#16181b",
  panel: "#1d2024",
  sunken: "#17191c",
  line: "#2f343a",
  "line-strong": "#7b828a",
  ink: "#eceef0",
  "ink-2": "#a9afb6",
  "ink-3": "#9299a1",
  wire: "#767d86",
  value: "#74bbf1",
  "value-wash": "#132c3f",
  "value-line": "#4a8fc0",
  gradient: "#f08cc9",
  "gradient-wash": "#3b1530",
  "gradient-line": "#b95a94",
  selection: "#8ea2ff",
  problem: "#ff8a7d",
  "problem-wash": "#421a17",
  "cat-source": "#93c47d",
  "cat-layer": "#6cb6ee",
  "cat-norm": "#d9b25c",
  "cat-pool": "#6cc5ae",
  "cat-activation": "#f0875a",
  "cat-maths": "#a3a9b0",
  "cat-shape": "#a99cf0",
  "cat-loss": "#e58ab9",
}

export const COLOURS: Readonly<Record<Theme, Colours>> = { light: LIGHT, dark: DARK }

const SHELVES: ReadonlyMap<string, Token> = new Map([
  ["source", "cat-source"],
  ["layer", "cat-layer"],
  ["norm", "cat-norm"],
  ["pool", "cat-pool"],
  ["activation", "cat-activation"],
  ["maths", "cat-maths"],
  ["reduce", "cat-maths"],
  ["shape", "cat-shape"],
  ["loss", "cat-loss"],
  ["group", "ink-3"],
  ["blocks", "ink-3"],
])

/** The hue of a card's edge, by its shelf. */
export function categoryOf(shelf: string): Token {
  return SHELVES.get(shelf) ?? "line-strong"
}

/** Pictures lie on white paper, or on the editor's dark canvas. */
export function paperOf(theme: Theme): string {
  return theme === "light" ? LIGHT.panel : DARK.canvas
}
