// Classes as hues that eyes of all kinds tell apart; from the sixth on they begin again, and their names tell them apart.

const HUES = ["--value", "--cat-activation", "--cat-pool", "--cat-shape", "--cat-norm"] as const

/** The custom property that holds the hue of a class. */
export function classHueName(index: number): string {
  return HUES[index % HUES.length] ?? HUES[0]
}

/** A CSS colour. */
export function classHue(index: number): string {
  return `var(${classHueName(index)})`
}
