// What a hostile script would try, to reach another server or to run text as code. The policy must let none of it through.

/** Tries something at the other server's address. */
export type Canary = (at: string) => unknown

// Each is a function on its own, since it is sent as text; it answers what came of the attempt. They run from a timer:
// the debugger's own calls may be free of the policy.
export const canaries = {
  eval: () => String(Reflect.get(globalThis, "eval")("1 + 1")),
  "new Function": () => String(new Function("return 2")()),
  fetch: (at: string) => fetch(`${at}/fetch`, { mode: "no-cors" }).then(() => "fetched"),
  import: (at: string) => import(/* @vite-ignore */ `${at}/import.js`).then(() => "imported"),
  "data import": () => {
    const text: string = "data:text/javascript,export%20{}"
    return import(/* @vite-ignore */ text).then(() => "imported")
  },
  WebSocket: (at: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(`${at.replace("http", "ws")}/socket`)
      socket.onerror = () => reject(new Error("closed"))
      socket.onopen = () => resolve("open")
    }),
  "timer of text": () => String(setTimeout("globalThis.late = 1" as unknown as () => void, 0)),
}
/** In a page, which has more ways out than a worker. */
export const pageCanaries = {
  ...canaries,
  image: (at: string) =>
    new Promise<string>((resolve, reject) => {
      const image = new Image()
      image.onload = () => resolve("loaded")
      image.onerror = () => reject(new Error("refused"))
      image.src = `${at}/image.png`
    }),
  script: (at: string) =>
    new Promise<string>((resolve, reject) => {
      const script = document.createElement("script")
      script.onload = () => resolve("loaded")
      script.onerror = () => reject(new Error("refused"))
      script.src = `${at}/script.js`
      document.head.append(script)
    }),
  stylesheet: (at: string) =>
    new Promise<string>((resolve, reject) => {
      const link = document.createElement("link")
      link.rel = "stylesheet"
      link.onload = () => resolve("loaded")
      link.onerror = () => reject(new Error("refused"))
      link.href = `${at}/style.css`
      document.head.append(link)
    }),
  markup: () => {
    document.createElement("div").innerHTML = "<b>x</b>"
    return "written"
  },
  handler: () => {
    const element = document.createElement("button")
    element.setAttribute("onclick", "globalThis.clicked = true")
    element.click()
    return "clicked" in globalThis ? "ran" : Promise.reject(new Error("refused"))
  },
  frame: (at: string) =>
    new Promise<string>((resolve, reject) => {
      const frame = document.createElement("iframe")
      frame.src = `${at}/frame.html`
      document.addEventListener("securitypolicyviolation", () => reject(new Error("refused")), { once: true })
      setTimeout(() => resolve("framed"), 2000)
      document.body.append(frame)
    }),
  "worker by address": () => String(new Worker("./assets/worker.js")),
}

/** A page or a worker. */
export interface Runs {
  readonly evaluate: (
    run: (given: readonly [string, string]) => Promise<string>,
    given: readonly [string, string],
  ) => Promise<string>
}

/** Runs a canary from a timer and answers "refused: why", or what it reached. */
export function attempt(where: Runs, canary: Canary, origin: string): Promise<string> {
  // The canary travels as text, and text is what the policy refuses to run: the debugger makes a function of it first.
  return where.evaluate(canaryRunner(canary), [origin, ""])
}

function canaryRunner(canary: Canary): (given: readonly [string, string]) => Promise<string> {
  return new Function(
    "given",
    `const canary = ${canary.toString()};
     return new Promise((resolve) => setTimeout(async () => {
       try { resolve(String(await canary(given[0]))) } catch (error) { resolve("refused: " + error) }
     }))`,
  ) as (given: readonly [string, string]) => Promise<string> // takes and answers what its text says
}
