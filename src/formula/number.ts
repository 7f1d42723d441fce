// Numbers as people read them: a real minus sign, a few digits, powers of ten written short.

/** `−1.12`, `0.0021`, `1.2e−7`, `12,340`; NaN and ∞ by name. `digits` counts significant ones. */
export function writeNumber(x: number, digits = 3): string {
  if (Number.isNaN(x)) return "NaN"
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞"
  if (x === 0) return "0"
  const size = Math.abs(x)
  const sign = x < 0 ? "−" : ""
  if (size >= 10 ** Math.max(digits + 3, 6) || size < 1e-3) return sign + writePower(size, digits)
  const rounded = Number(size.toPrecision(digits))
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)))
  return sign + group(trimZeros(rounded.toFixed(Math.min(decimals, 12))))
}

/** All the digits that tell this number from its neighbours in its precision, with a real minus sign. */
export function writeFull(x: number, precision: "float32" | "float64"): string {
  if (!Number.isFinite(x)) return writeNumber(x)
  return (precision === "float32" ? shortestFloat32(x) : String(x)).replaceAll("-", "−")
}

/** A whole number with thousands separated: `60,192,808`. */
export function writeCount(n: number): string {
  return n < 0 ? `−${group(String(-n))}` : group(String(n))
}

/** `1.5 KiB`, `240.8 MB`: `binary` counts in 1,024s. */
export function writeBytes(bytes: number, binary = true): string {
  const base = binary ? 1024 : 1000
  const units = binary ? ["B", "KiB", "MiB", "GiB", "TiB"] : ["B", "kB", "MB", "GB", "TB"]
  let size = bytes
  let unit = 0
  // What would be rounded up to a full unit is written as one: 999,960 is 1.0 MB.
  while (size >= base - 0.05 && unit < units.length - 1) {
    size /= base
    unit++
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`
}

function writePower(size: number, digits: number): string {
  const [mantissa = "", exponent = ""] = size.toExponential(Math.max(0, digits - 1)).split("e")
  return `${trimZeros(mantissa)}e${exponent.replace("+", "").replace("-", "−")}`
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text
}

function group(text: string): string {
  const [whole = "", fraction] = text.split(".")
  const grouped = whole.length > 4 || Number(whole) >= 1000 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

function shortestFloat32(x: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(x.toPrecision(digits))
    if (Math.fround(text) === x) return String(text)
  }
  return String(Number(x.toPrecision(9)))
}
