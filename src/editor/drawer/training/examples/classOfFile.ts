/** The class that a picture's name tells: what stands before a number or the ending. `cat_012.png` is a cat. */
export function classOfFile(name: string): string {
  const stem = name.replace(/\.[^.]*$/, "")
  const word = stem
    .replace(/[\s_.()-]*\d.*$/, "")
    .replace(/,/g, " ")
    .trim()
  return word === "" ? "picture" : word
}
