/** What a scalar means in YAML 1.1 as PyYAML's `safe_load` reads it. Leaves structure and spans to `yaml-tree.ts`. */

export type ScalarValue = string | number | boolean | null

/** A value, or why the text has none. `inexact` marks an integer kept as text because a JavaScript number would change it. */
export type ScalarReading =
  | { readonly value: ScalarValue; readonly inexact?: true }
  | { readonly problem: 'unknown-tag' | 'does-not-fit-tag' | 'binary' }

// The patterns of PyYAML's resolver. Two of them differ from YAML 1.2 in ways that people meet: a float needs a dot, and an
// exponent needs a sign, so `1e-6` and `1.5e6` are text.
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const int = /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/
const date =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
])

/** True where PyYAML makes a date of unquoted text such as `2024-06-01`. Here it stays text, as written. */
export function isDate(text: string): boolean {
  return date.test(text)
}

/** Reads an unquoted scalar. A date stays text; so does an integer beyond ±2^53, marked as `inexact`. */
export function readPlain(text: string): ScalarReading {
  const word = words.get(text)
  if (word !== undefined) return { value: word }
  if (!startsNumber(text)) return { value: text }
  if (float.test(text)) return { value: toFloat(text) }
  if (int.test(text)) return readInt(text)
  return { value: text }
}

/** Reads a scalar with an explicit tag; `plain` says whether it stands without quotes. */
export function readTagged(tag: string, text: string, plain: boolean): ScalarReading {
  switch (tag) {
    case '!':
    case 'tag:yaml.org,2002:str':
    case 'tag:yaml.org,2002:timestamp':
      return { value: text }
    case 'tag:yaml.org,2002:int':
      return int.test(text) ? readInt(text) : { problem: 'does-not-fit-tag' }
    case 'tag:yaml.org,2002:float':
      if (float.test(text) || /^[-+]?[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?$/.test(text)) return { value: toFloat(text) }
      return { problem: 'does-not-fit-tag' }
    case 'tag:yaml.org,2002:bool': {
      const value = words.get(text)
      return typeof value === 'boolean' ? { value } : { problem: 'does-not-fit-tag' }
    }
    case 'tag:yaml.org,2002:null':
      return { value: null }
    case 'tag:yaml.org,2002:binary':
      return { problem: 'binary' }
    default:
      return tag === '?' && plain ? readPlain(text) : { problem: 'unknown-tag' }
  }
}

function startsNumber(text: string): boolean {
  const first = text.charCodeAt(0)
  return (first >= 48 && first <= 57) || first === 45 || first === 43 || first === 46
}

function readInt(text: string): ScalarReading {
  const digits = text.replaceAll('_', '')
  const negative = digits.startsWith('-')
  const body = digits.replace(/^[-+]/, '')
  const size = magnitude(body)
  // `0x_` and the like match PyYAML's pattern and make it fail; as text they are reported where a number is due.
  if (Number.isNaN(size)) return { value: text }
  if (size > Number.MAX_SAFE_INTEGER) return { value: text, inexact: true }
  return { value: negative && size !== 0 ? -size : size }
}

function magnitude(body: string): number {
  if (body.startsWith('0b')) return Number.parseInt(body.slice(2), 2)
  if (body.startsWith('0x')) return Number.parseInt(body.slice(2), 16)
  if (body.includes(':')) return fromSexagesimal(body)
  if (body.length > 1 && body.startsWith('0')) return Number.parseInt(body, 8)
  return Number.parseInt(body, 10)
}

function toFloat(text: string): number {
  const digits = text.replaceAll('_', '').toLowerCase()
  const sign = digits.startsWith('-') ? -1 : 1
  const body = digits.replace(/^[-+]/, '')
  if (body === '.inf') return sign * Number.POSITIVE_INFINITY
  if (body === '.nan') return Number.NaN
  return sign * (body.includes(':') ? fromSexagesimal(body) : Number(body))
}

/** `1:30:00` counts in sixties. */
function fromSexagesimal(body: string): number {
  return body.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}
