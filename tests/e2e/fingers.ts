// Fingers on the screen, as the browser hears of them.

import type { CDPSession, Page } from "@playwright/test"
import type { At } from "./editor.ts"

export class Fingers {
  readonly #page: Page
  #client: CDPSession | null = null

  constructor(page: Page) {
    this.#page = page
  }

  /** Down, several moves, up: one path for each finger. */
  async drag(...paths: readonly (readonly [from: At, to: At])[]): Promise<void> {
    await this.#send(
      "touchStart",
      paths.map(([from]) => from),
    )
    const steps = 8
    for (let i = 1; i <= steps; i++) {
      await this.#send(
        "touchMove",
        paths.map(([from, to]) => between(from, to, i / steps)),
      )
      await this.#page.waitForTimeout(16)
    }
    await this.#send("touchEnd", [])
  }

  /** Stays where it is for so many milliseconds. */
  async press(at: At, milliseconds: number): Promise<void> {
    await this.#send("touchStart", [at])
    await this.#page.waitForTimeout(milliseconds)
    await this.#send("touchEnd", [])
  }

  async #send(type: "touchStart" | "touchMove" | "touchEnd", at: readonly At[]): Promise<void> {
    this.#client ??= await this.#page.context().newCDPSession(this.#page)
    const touchPoints = at.map(({ x, y }, id) => ({ x, y, id }))
    await this.#client.send("Input.dispatchTouchEvent", { type, touchPoints })
  }
}

function between(from: At, to: At, part: number): At {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
