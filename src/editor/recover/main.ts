// The page of last resort: lists what the storage holds and hands it out. No React, no editor, no writing: it works when
// they cannot.

import "../parts/styles/tokens.css"
import "./recover.css"
import { zipSync } from "fflate"
import { followSystem, paint, systemIsDark } from "../parts/styles/theme.ts"
import { filesOf, type KeptDocument, type KeptFile, type RecoveredFiles } from "./files.ts"
import { readEverything } from "./stored.ts"

paint(systemIsDark())
followSystem(() => paint(systemIsDark()))

const state = part("state")
try {
  show(await filesOf(await readEverything()))
} catch (error) {
  state.textContent = `The storage of this browser could not be read: ${error instanceof Error ? error.message : error}.`
}

function show({ documents, bin, apart }: RecoveredFiles): void {
  const found = part("found")
  const all = [
    ...[...documents, ...bin].flatMap(({ newest, earlier }) => [...(newest === null ? [] : [newest]), ...earlier]),
    ...apart,
  ]
  state.textContent = all.length === 0 ? "Nothing is kept in this browser." : countsOf(documents, bin, apart)
  if (documents.length > 0) found.append(section("Documents", documents.map(documentItem)))
  if (bin.length > 0) found.append(section("Bin", bin.map(documentItem)))
  if (apart.length > 0) found.append(section("Could not be read or saved", apart.map(fileItem)))
  const everything = part("everything")
  everything.hidden = all.length === 0
  everything.onclick = () => save("gradwire-recovery.zip", zipOf(all), "application/zip")
}

function countsOf(documents: readonly unknown[], bin: readonly unknown[], apart: readonly unknown[]): string {
  const parts = [`${documents.length} ${documents.length === 1 ? "document" : "documents"}`, `${bin.length} in the bin`]
  const unread = apart.length === 0 ? [] : [`${apart.length} not read or not saved`]
  return `${[...parts, ...unread].join(", ")}.`
}

function documentItem({ title, about, newest, earlier }: KeptDocument): HTMLElement {
  const item = make("li")
  const name = make("bdi", title)
  name.className = "title"
  item.append(name, make("span", ` ${about}${newest === null ? ", nothing of it is stored" : ""} `))
  if (newest !== null) item.append(button(`Download ${title}`, newest), make("span", ` ${newest.about}`))
  if (earlier.length > 0) {
    const details = make("details")
    const list = make("ul")
    list.append(...earlier.map(fileItem))
    details.append(make("summary", `Earlier states (${earlier.length})`), list)
    item.append(details)
  }
  return item
}

function fileItem(file: KeptFile): HTMLElement {
  const item = make("li")
  item.append(make("span", `${file.about} `), button(`Download ${file.name}`, file))
  return item
}

function section(title: string, items: readonly HTMLElement[]): HTMLElement {
  const made = make("section")
  const list = make("ul")
  list.append(...items)
  made.append(make("h2", title), list)
  return made
}

function button(label: string, file: KeptFile): HTMLElement {
  const made = make("button", "Download")
  made.setAttribute("aria-label", label)
  made.onclick = () => save(file.name, file.bytes, "application/json")
  return made
}

/** Every file under a name of its own. */
function zipOf(files: readonly KeptFile[]): Uint8Array {
  const width = String(files.length).length
  return zipSync(
    Object.fromEntries(files.map(({ name, bytes }, i) => [`${String(i + 1).padStart(width, "0")}-${name}`, bytes])),
  )
}

function save(name: string, bytes: Uint8Array, type: string): void {
  // A copy has a plain buffer of its own, which is what Blob's types want.
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type }))
  const link = make("a") as HTMLAnchorElement // made of that very name
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

function make(name: string, text = ""): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`recover.html must hold an element with id "${id}"`)
  return found
}
