// What a helping thread does. The function is handed over as text, so that one text is a worker in a page and in Node: it knows
// nothing outside itself. This folder shares parts of steps between threads; it knows no kernel and no plan's meaning.

/** A kernel with its arguments, in bytes. */
interface Call {
  readonly name: string
  readonly at: readonly number[]
}

/** A step in parts. */
export interface Job {
  readonly parts: readonly Call[]
  /** Bytes from one thread's own room to the next, for each argument. */
  readonly own: readonly number[]
}

/** Places in the numbers that all threads look at. */
export interface Slots {
  /** The job at hand: its number in turn (16 bits), its parts (8) and the next of them (8). */
  readonly turn: number
  /** Which plan the job is of, and which of its jobs it is. */
  readonly plan: number
  readonly job: number
  /** Parts that are done, and whether one has failed. */
  readonly done: number
  readonly failed: number
  /** Messages that were sent; threads that sleep, and those that are up. */
  readonly mail: number
  readonly asleep: number
  readonly up: number
}

/** What a thread is told. */
export type ToThread =
  | {
      readonly kind: "start"
      readonly control: SharedArrayBuffer
      readonly slots: Slots
      /** The one that shares its work is 0. */
      readonly thread: number
      /** Looks at the next job before it sleeps. */
      readonly spins: number
    }
  | {
      readonly kind: "plan"
      readonly plan: number
      readonly module: WebAssembly.Module
      readonly memory: WebAssembly.Memory
      readonly jobs: readonly Job[]
    }
  | { readonly kind: "forget"; readonly plan: number }

/** Does parts of jobs until there is mail, reads it, and goes on. `listen` takes what hears messages. */
export function thread(listen: (hear: (message: ToThread) => void) => void): void {
  type Part = () => void
  const plans = new Map<number, readonly (readonly Part[])[]>()
  let began: (ToThread & { readonly kind: "start" }) | null = null
  let read = 0
  const partOf = (plan: number, job: number, part: number): Part | undefined => plans.get(plan)?.[job]?.[part]
  const isOpen = (turn: number): boolean => (turn & 255) < ((turn >>> 8) & 255)
  const work = (control: Int32Array, slots: Slots): void => {
    for (;;) {
      const turn = Atomics.load(control, slots.turn)
      if (!isOpen(turn) || !plans.has(Atomics.load(control, slots.plan))) return
      if (Atomics.compareExchange(control, slots.turn, turn, turn + 1) !== turn) continue
      // From here on the job stays what it is until this part is done.
      const part = partOf(Atomics.load(control, slots.plan), Atomics.load(control, slots.job), turn & 255)
      try {
        if (part === undefined) throw new Error("a part is not known")
        part()
      } catch {
        Atomics.store(control, slots.failed, 1)
      }
      if (Atomics.add(control, slots.done, 1) + 1 === ((turn >>> 8) & 255)) Atomics.notify(control, slots.done)
    }
  }
  const serve = (control: Int32Array, slots: Slots, spins: number): void => {
    while (Atomics.load(control, slots.mail) === read) {
      work(control, slots)
      const turn = Atomics.load(control, slots.turn)
      if (isOpen(turn) && plans.has(Atomics.load(control, slots.plan))) continue
      let left = spins
      while (left > 0 && Atomics.load(control, slots.turn) === turn) left -= 1
      if (left > 0) continue
      Atomics.add(control, slots.asleep, 1)
      Atomics.wait(control, slots.turn, turn)
      Atomics.sub(control, slots.asleep, 1)
    }
  }
  const learn = ({ plan, module, memory, jobs }: ToThread & { readonly kind: "plan" }, number: number): void => {
    const { exports } = new WebAssembly.Instance(module, { from: { memory } })
    const ready = jobs.map(({ parts, own }) =>
      parts.map(({ name, at }): Part => {
        const kernel = exports[name] as (...args: readonly number[]) => void
        const args = at.map((place, i) => place + number * (own[i] ?? 0))
        return () => kernel(...args)
      }),
    )
    plans.set(plan, ready)
  }
  listen((message) => {
    read += 1
    if (message.kind === "start") {
      began = message
      Atomics.add(new Int32Array(message.control), message.slots.up, 1)
    } else if (message.kind === "forget") plans.delete(message.plan)
    else if (began !== null) learn(message, began.thread)
    if (began !== null) serve(new Int32Array(began.control), began.slots, began.spins)
  })
}
