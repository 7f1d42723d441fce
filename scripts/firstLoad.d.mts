import type { Page } from "@playwright/test"

export function firstLoad(
  page: Page,
  address: string,
  slowdown?: number,
): Promise<{
  readonly painted: number
  readonly drawn: number
  readonly emptied: boolean
  readonly shift: number
  readonly requests: number
  /** Gzipped bytes of every script of the page, by the name of its file. */
  readonly sizes: ReadonlyMap<string, number>
  /** The scripts that must have arrived before anything is drawn. */
  readonly start: ReadonlySet<string>
  /** Busy milliseconds of the page's main thread. */
  readonly main: number
}>
