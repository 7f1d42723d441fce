// How what is built is cut into files: few, each of them what one moment needs. A module lies in the first file one of whose
// entries leads to it without an `import()` on the way; so a file only ever waits for those before it.

interface Module {
  readonly importedIds: readonly string[]
}
type Find = (id: string) => Module | null

interface File {
  readonly name: string
  readonly entries: readonly string[]
  /** Of what the entries lead to, only this. */
  readonly only?: RegExp
}

/** The editor is one, and what is not in its first picture another. */
const FILES: readonly File[] = [
  {
    name: "vendor",
    entries: ["src/editor/mount.tsx"],
    only: /node_modules\/(?:react|react-dom|scheduler|zustand|use-sync-external-store|@xyflow\/[a-z]+|d3-[a-z]+|classcat)\//,
  },
  { name: "start", entries: ["src/editor/mount.tsx"] },
  {
    // What hands and keys do, and all ops: right after the first picture.
    name: "hands",
    entries: [
      "src/ops/registry.ts",
      "src/state/player/taking.ts",
      "src/editor/canvas/Hands.tsx",
      "src/editor/canvas/far/FarLayer.tsx",
      "src/editor/canvas/EmptyNote.tsx",
      "src/editor/dialogs/home/LockedBar.tsx",
      "src/editor/shell/Listening.tsx",
      "src/editor/parts/Repairs.tsx",
      "src/editor/field/Thumb.tsx",
      "src/editor/canvas/tiles/CardTile.tsx",
      "src/editor/canvas/top/FirstCaption.tsx",
      "src/editor/dialogs/help/Hints.tsx",
      "src/commands/file/opening/links.ts",
      "src/commands/file/opening/galleryFiles.ts",
    ],
  },
  {
    name: "panels",
    entries: [
      "src/editor/side/palette/SidePanel.tsx",
      "src/editor/inspector/Inspector.tsx",
      "src/editor/drawer/Drawer.tsx",
      "src/editor/dialogs/Dialogs.tsx",
      "src/editor/shell/document/DocumentMenu.tsx",
      "src/editor/drawer/checks/CheckVerdict.tsx",
      "src/editor/canvas/pointer/CanvasMenu.tsx",
      "src/editor/canvas/tools/ZoomMenu.tsx",
      "src/editor/drawer/player/PlayCaption.tsx",
      "src/editor/canvas/playback/PlaybackBar.tsx",
      "src/editor/canvas/playback/LearningBar.tsx",
      "src/editor/canvas/tiles/WeightLines.tsx",
      "src/editor/presenting/Presentation.tsx",
      "src/editor/presenting/PresentationBar.tsx",
      "src/editor/dialogs/share/HiddenNote.tsx",
      "src/editor/shell/TargetChoices.tsx",
      "src/editor/shell/sheets/SheetHead.tsx",
    ],
  },
  { name: "katex", entries: ["node_modules/katex/dist/katex.mjs"] },
  {
    name: "explain",
    entries: [
      "src/editor/why/Reasons.tsx",
      "src/editor/canvas/threads/Threads.tsx",
      "src/editor/why/DerivationSteps.tsx",
      "src/engine/compare/compare.ts",
    ],
  },
  {
    name: "training",
    entries: [
      "src/editor/drawer/training/Training.tsx",
      "src/editor/drawer/sweep/Sweep.tsx",
      "src/state/run/sweepStart.ts",
    ],
  },
  {
    name: "picture",
    entries: [
      "src/editor/dialogs/export/PictureForm.tsx",
      "src/commands/file/picturing/picturing.ts",
      "src/editor/print/PrintSheet.tsx",
    ],
  },
  {
    // After pictures: what both draw figures with lies there, since the sheet of paper waits for it at every visit.
    name: "formats",
    entries: [
      "src/editor/dialogs/export/ExportForm.tsx",
      "src/editor/dialogs/weights/WeightsForm.tsx",
      "src/commands/file/weighing/weighing.ts",
    ],
  },
]

/** What the recovery page shares with the editor, which may not start while that page works; and what starts it. */
const KEPT = "kept"
const ENTRIES = { page: "src/main.ts", editor: "src/editor/mount.tsx", recovery: "src/editor/recover/main.ts" }

/** The graphs of the gallery, but the large ones, lie together as well. */
const GRAPH = /\/graphs\/(?!resnet)[^/]*\.json\?raw$/

/** Answers the name of the file that a module lies in, for Rolldown's groups; null leaves it to Rolldown. */
export function fileOf(root: string): (id: string, found: { readonly getModuleInfo: Find }) => string | null {
  let names: ReadonlyMap<string, string> | null = null
  return (id, bundle) => {
    names ??= namesOf(
      (path) => `${root}/${path}`,
      (id) => bundle.getModuleInfo(id),
    )
    return names.get(id) ?? (GRAPH.test(id) ? "gallery" : null)
  }
}

function namesOf(at: (path: string) => string, find: Find): ReadonlyMap<string, string> {
  const reached = (entries: readonly string[]): ReadonlySet<string> => reachedFrom(entries.map(at), find)
  const names = new Map<string, string>()
  const page = reached([ENTRIES.page])
  const editor = reached([ENTRIES.editor])
  for (const id of reached([ENTRIES.recovery])) if (editor.has(id) || page.has(id)) names.set(id, KEPT)
  // Styles of the page are not those of the recovery page.
  for (const id of page) if (!id.endsWith(".css") && id !== at(ENTRIES.page)) names.set(id, KEPT)
  for (const { name, entries, only } of FILES) {
    for (const id of reached(entries)) {
      if (!names.has(id) && !page.has(id) && only?.test(id) !== false) names.set(id, name)
    }
  }
  return names
}

function reachedFrom(entries: readonly string[], find: Find): ReadonlySet<string> {
  const reached = new Set<string>()
  const left = [...entries]
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const module = reached.has(id) ? null : find(id)
    if (module === null) continue
    reached.add(id)
    left.push(...module.importedIds)
  }
  return reached
}
