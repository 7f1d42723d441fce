// The name somebody probably meant, for the "did you mean" of a message.

const LONGEST = 64

/** The nearest of `names` to `wanted`, letters' case aside, if it is near enough to be a slip of the finger; else null. */
export function nearest(wanted: string, names: Iterable<string>): string | null {
  const word = wanted.slice(0, LONGEST).toLowerCase()
  let best: string | null = null
  let least = slips(word.length) + 1
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= least) continue
    const distance = editDistance(word, name.slice(0, LONGEST).toLowerCase(), least)
    if (distance < least) {
      least = distance
      best = name
    }
  }
  return best
}

/** How many letters of a word may be wrong for it to be a slip. */
function slips(length: number): number {
  return length < 3 ? 0 : length < 5 ? 1 : length < 9 ? 2 : 3
}

/** Levenshtein's distance; may stop early once it is at least `enough`. */
function editDistance(a: string, b: string, enough: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let smallest = i
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const distance = Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      row.push(distance)
      smallest = Math.min(smallest, distance)
    }
    if (smallest >= enough) return smallest
    previous = row
  }
  return previous[b.length] ?? a.length
}

/** ` Did you mean "conv1"?`, or nothing. */
export function didYouMean(wanted: string, names: Iterable<string>): string {
  const name = nearest(wanted, names)
  return name === null ? "" : ` Did you mean "${name}"?`
}
