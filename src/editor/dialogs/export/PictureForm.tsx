// What a picture shows, how it will look, and where it goes.

import { useDeferredValue, useEffect, useMemo, useState } from "react"
import { canRecord, saveAnimatedSvg, saveFilm, toldPass } from "../../../commands/file/picturing/animating.ts"
import {
  copyPicture,
  currentPicture,
  fetchPictures,
  type Outcome,
  savePicture,
} from "../../../commands/file/picturing/picturing.ts"
import { pngProblem } from "../../../commands/file/picturing/rasterizing.ts"
import { writeCount } from "../../../formula/number.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { type PictureSettings, usePicture } from "../../../state/picture.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import { useWindow } from "../../../state/window.ts"
import { Button } from "../../parts/Button.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { Choice } from "./Choice.tsx"
import styles from "./ExportPanel.module.css"
import { Preview } from "./Preview.tsx"

export function PictureForm() {
  const selected = useSession((state) => state.nodes.length)
  const settings = usePicture()
  const picture = useCurrentPicture()
  const { width, height } = picture
  const refused = pngProblem(width, height)
  return (
    <>
      <p className={quiet.text}>
        SVG stays sharp at any size and its text can be searched. PNG has two pixels for each one on screen.
      </p>
      <Preview picture={picture} theme={settings.theme} clear={!settings.background} />
      <div className={styles.fields}>
        <Choice
          name="Part"
          value={settings.part === "selection" && selected > 0 ? "selection" : "graph"}
          options={[
            ["graph", "Whole graph"],
            ["selection", selected === 0 ? "Selection" : `Selection (${writeCount(selected)})`, selected === 0],
          ]}
          onChoose={(part) => settings.set({ part })}
        />
        <Choice
          name="Colours"
          value={settings.theme}
          options={[
            ["light", "Light"],
            ["dark", "Dark"],
          ]}
          onChoose={(theme) => settings.set({ theme })}
        />
        <Choice
          name="Layer table"
          value={settings.table}
          options={[
            ["none", "None"],
            ["below", "Below"],
            ["right", "Right"],
          ]}
          onChoose={(table) => settings.set({ table })}
        />
      </div>
      <div className={styles.checks}>
        <Check name="Labels on wires" of="chips" settings={settings} />
        <Check name="Counts and receptive fields" of="details" settings={settings} />
        <Check name="Formulas of the nodes" of="formulas" settings={settings} />
        <Check name="Title" of="title" settings={settings} />
        <Check name="Background" of="background" settings={settings} />
      </div>
      <p className={quiet.text}>
        {writeCount(width)} × {writeCount(height)} px
        {refused === null ? `; as PNG ${writeCount(2 * width)} × ${writeCount(2 * height)}` : null}
      </p>
      {refused === null ? null : <p className={dialog.problem}>{refused}</p>}
      <Buttons refused={refused !== null} />
    </>
  )
}

/** The picture as it is now; drawn again when anything that it shows has changed, after what is more urgent. */
function useCurrentPicture() {
  const shown = {
    settings: usePicture(),
    analysis: useAnalysis((state) => state.analysis),
    nodes: useSession((state) => state.nodes),
    chip: useSession((state) => state.chip),
    order: useSession((state) => state.order),
    result: useRun((state) => state.result),
    step: usePlayer((state) => state.at),
    come: useComePictures(),
  }
  const { settings, analysis, nodes, chip, order, result, step, come } = shown
  const key = useMemo(
    () => ({ settings, parts: [analysis, nodes, chip, order, result, step, come] }),
    [settings, analysis, nodes, chip, order, result, step, come],
  )
  const late = useDeferredValue(key)
  return useMemo(() => currentPicture(late.settings), [late])
}

/** Grows when numbers have come that were not at hand: of cards out of view in a large graph. */
function useComePictures(): number {
  const result = useRun((state) => state.result)
  const [come, setCome] = useState(0)
  useEffect(() => {
    let wanted = result !== null
    void fetchPictures().then((some) => wanted && some && setCome((times) => times + 1))
    return () => {
      wanted = false
    }
  }, [result])
  return come
}

function Buttons({ refused }: { readonly refused: boolean }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const told = usePlayer(({ sequence }) => toldPass(sequence))
  const act = (work: () => Promise<Outcome>): void => {
    setBusy("Drawing…")
    setOutcome(null)
    work()
      .then(setOutcome)
      .finally(() => setBusy(null))
  }
  const film = () => saveFilm((part) => setBusy(`Recording, ${Math.round(100 * part)} %…`))
  const idle = busy === null
  const printFigure = useWindow((state) => state.printFigure)
  return (
    <>
      <div className={styles.buttons}>
        <Button look="strong" size="large" disabled={!idle} onClick={() => act(() => savePicture("svg"))}>
          Save SVG
        </Button>
        <Button look="firm" size="large" disabled={!idle || refused} onClick={() => act(() => savePicture("png"))}>
          Save PNG
        </Button>
        <Button look="firm" size="large" disabled={!idle || refused} onClick={() => act(copyPicture)}>
          Copy PNG
        </Button>
        {printFigure === null ? null : (
          <Button look="firm" size="large" disabled={!idle} onClick={() => void printFigure()}>
            Print or save as PDF
          </Button>
        )}
      </div>
      {told === null ? null : (
        <fieldset className={styles.moving} aria-label={`The ${told} pass in motion`}>
          <span className={quiet.text}>The {told} pass, beat by beat:</span>
          <Button look="plain" disabled={!idle} onClick={() => act(saveAnimatedSvg)}>
            Save moving SVG
          </Button>
          {canRecord() ? (
            <Button look="plain" disabled={!idle || refused} onClick={() => act(film)}>
              Save film (WebM)
            </Button>
          ) : null}
        </fieldset>
      )}
      <p className={outcome !== null && "problem" in outcome ? dialog.problem : quiet.text} role="status">
        {busy ?? (outcome === null ? "" : "problem" in outcome ? outcome.problem : outcome.done)}
      </p>
    </>
  )
}

type Switches = "chips" | "details" | "formulas" | "title" | "background"

interface CheckProps {
  readonly name: string
  readonly of: Switches
  readonly settings: PictureSettings & { readonly set: (change: Partial<PictureSettings>) => void }
}

function Check({ name, of, settings }: CheckProps) {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={settings[of]}
        onChange={(event) => settings.set({ [of]: event.target.checked })}
      />
      {name}
    </label>
  )
}
