/** Where a Chromium for the browser tests is, with the arguments it wants, and how it was found. */
export function findBrowser(): Promise<{ executablePath: string; args: string[]; found: string }>
