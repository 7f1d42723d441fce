// Where a term of a backward rule can be broken, and how: found in the text of an op and of the kernels that it calls, so that
// no op has to be written for it.

import { readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

/** Comments and strings as spaces, so that no term is found in them; every other character keeps its place. */
function codeOf(text) {
  const pieces = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return text.replace(pieces, (piece) => piece.replace(/[^\n]/g, " "))
}

/** End of the bracket that opens at `start`. */
function closing(code, start) {
  let depth = 0
  for (let i = start; i < code.length; i++) {
    if ("({[".includes(code[i])) depth++
    else if (")}]".includes(code[i]) && --depth === 0) return i
  }
  return code.length
}

const BREAKS = [
  { what: "+ for −", find: / - (?=[\w(])/g, put: () => " + " },
  { what: "− for +", find: / \+ (?=[\w(-])/g, put: () => " - " },
  { what: "+ for ×", find: / \* (?=[\w(-])/g, put: () => " + " },
  { what: "× for /", find: / \/ (?=[\w(])/g, put: () => " * " },
  { what: "a factor dropped", find: / \* [\w.]+(?:\([^()]*\))?(?:\[[^[\]]*\]!?)?/g, put: () => "" },
  { what: "a divisor dropped", find: / \/ [\w.]+(?:\([^()]*\))?(?:\[[^[\]]*\]!?)?/g, put: () => "" },
  { what: "− for the sign", find: /(?<=[=(,?:] )-(?=[\w(])|(?<=\()-(?=[\w(])/g, put: () => "" },
  { what: "= for +=", find: / \+= /g, put: () => " = " },
  { what: "-= for +=", find: / \+= /g, put: () => " -= " },
  { what: "another constant", find: /(?<![\w.[])(?:0\.\d+|[2-9])(?![\w.\]])/g, put: (m) => `(${m} + 0.5)` },
  { what: "the condition turned round", find: / (?:<|>|<=|>=|===|!==) (?=[\w(-])/g, put: (m) => TURNED[m.trim()] },
]
const TURNED = { "<": " >= ", ">": " <= ", "<=": " > ", ">=": " < ", "===": " !== ", "!==": " === " }

function sitesIn(file, text, start, end, where) {
  const code = codeOf(text).slice(start, end)
  return BREAKS.flatMap(({ what, find, put }) =>
    [...code.matchAll(find)]
      .filter((match) => !LOOPS.test(lineAt(code, match.index)))
      .map((match) => {
        const at = start + match.index
        return { file, at, length: match[0].length, put: put(match[0]), what, where }
      }),
  )
}

/** Loop headers and yields are no terms of a formula: breaking them gives endless loops, or the same numbers. */
const LOOPS = /\bfor \(|\bwhile \(|[yY]ield|YIELD|\bwork\b|\bthrow\b|^\s*\w+ \+= \w*[sS](?:tride|tep)/
/** Inside kernels a term of a gradient works on numbers: it reads an element or is a function of them. */
const NUMBERS = /\]!|=> /

function lineAt(code, index) {
  const start = code.lastIndexOf("\n", index) + 1
  const end = code.indexOf("\n", index)
  return code.slice(start, end < 0 ? code.length : end)
}

/** The file that each imported name comes from. */
function importsOf(file) {
  const imports = [...readFileSync(file, "utf8").matchAll(/import \{([^}]*)\} from "(\.[^"]*)"/g)]
  return new Map(
    imports.flatMap(([, names, from]) =>
      names.split(",").map((name) => [name.replace(/\btype\b/, "").trim(), resolve(dirname(file), from)]),
    ),
  )
}

/** Bodies of the functions that a piece of code calls: in its own file or imported, three calls deep. */
function kernelsOf(file, code, depth, seen) {
  if (depth === 0) return []
  const homes = importsOf(file)
  const found = []
  for (const [, name] of code.matchAll(/\b([a-z]\w*)(?=\s*(?:<[^>()]*>)?\()/gi)) {
    const home = homes.get(name) ?? file
    if (seen.has(`${home}#${name}`) || GENERIC.has(name)) continue
    seen.add(`${home}#${name}`)
    const body = bodyOf(home, name)
    if (body === null) continue
    found.push({ file: home, name, ...body }, ...kernelsOf(home, body.code, depth - 1, seen))
  }
  return found
}

// Shapes, memory and speed (merge joins axes to walk fewer), not arithmetic of a gradient.
const GENERIC = new Set(
  (
    "sizeOf dim zeros zerosLike full allocate dtypeOf stridesOf reshape tensorOf castTo map zip finish stepwise " +
    "sameShape isClash broadcastShapes merge"
  ).split(" "),
)

function bodyOf(file, name) {
  const text = readFileSync(file, "utf8")
  const code = codeOf(text)
  const head = new RegExp(`^(?:export )?function\\*? ${name}\\b|^(?:export )?const ${name} = \\(`, "m").exec(code)
  if (head === null) return null
  const end = /\n(?=(?:export|function|const|interface|type)\b)/g
  end.lastIndex = head.index + 1
  const stop = end.exec(code)?.index ?? code.length
  return { start: head.index, end: stop, code: code.slice(head.index, stop) }
}

/** Where the rules of an op's file stand: in the file, or in the family that makes the op. */
function definitionOf(op) {
  const maker = /^export const \w+ = (\w+)\(/m.exec(readFileSync(op, "utf8"))?.[1]
  const family = maker === undefined || maker === "defineOp" ? undefined : importsOf(op).get(maker)
  const file = family ?? op
  const text = readFileSync(file, "utf8")
  const from = family === undefined ? 0 : (bodyOf(family, maker)?.start ?? text.length)
  const block = family === undefined ? /\n {2}backward: \{/g : /\n {4}backward: \{/g
  block.lastIndex = from
  const found = block.exec(codeOf(text))
  return found === null ? null : { file, text, open: found.index + found[0].length - 1 }
}

/** Each arrow of an op with the places where it can be broken: in the rule, and in the kernels it calls. */
export function rulesOf(op) {
  const definition = definitionOf(op)
  if (definition === null) return []
  const { file, text, open } = definition
  const code = codeOf(text)
  const end = closing(code, open)
  const heads = [...code.slice(open, end).matchAll(/(?<=[{,\n] *)(\w+): (?=\(|null)/g)].filter(
    (head) => depthAt(code.slice(open, end), head.index) === 1,
  )
  return heads.flatMap((head, i) => {
    const start = open + head.index
    const stop = i + 1 < heads.length ? open + heads[i + 1].index : end
    const rule = code.slice(start, stop)
    if (/^\w+: null/.test(rule)) return []
    const kernels = kernelsOf(file, rule, 3, new Set())
    return {
      arrow: head[1],
      own: sitesIn(file, text, start, stop, "rule"),
      deep: kernels.flatMap((k) => {
        const whole = readFileSync(k.file, "utf8")
        const sites = sitesIn(k.file, whole, k.start, k.end, k.name)
        return sites.filter((site) => NUMBERS.test(lineAt(codeOf(whole), site.at)))
      }),
    }
  })
}

function depthAt(code, index) {
  let depth = 0
  for (let i = 0; i < index; i++) depth += "({[".includes(code[i]) ? 1 : ")}]".includes(code[i]) ? -1 : 0
  return depth
}
