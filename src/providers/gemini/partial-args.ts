/** Function arguments that come in pieces, each with a JSON path (`$.a.b[0]`), put together into one object. */
import { isRecord, type JsonRecord, recordsOf } from '../shared/json.js'

/** Largest list index that a path may name; a wrong one would otherwise fill the memory. */
const mostItems = 10_000

/** The arguments so far. `open` is the path whose text goes on in the next piece. */
export type PartialArguments = { readonly root: JsonRecord; open: string | undefined }

/** Arguments before the first piece. */
export function createArguments(start: unknown): PartialArguments {
  return { root: isRecord(start) ? start : {}, open: undefined }
}

/** Puts in the pieces of one event. False where a path cannot be followed. */
export function addPieces(into: PartialArguments, pieces: unknown): boolean {
  return recordsOf(pieces).every((piece) => addPiece(into, piece))
}

function addPiece(into: PartialArguments, piece: JsonRecord): boolean {
  const path = String(piece.jsonPath)
  const keys = readPath(path)
  const last = keys?.pop()
  const value = piece.stringValue ?? piece.numberValue ?? piece.boolValue ?? null
  if (keys === undefined || last === undefined) return false
  const parent = container(into.root, [...keys, last])
  if (parent === undefined) return false
  const before: unknown = Reflect.get(parent, last)
  const goesOn = into.open === path && typeof before === 'string' && typeof value === 'string'
  Reflect.set(parent, last, goesOn ? before + value : value)
  into.open = piece.willContinue === true ? path : undefined
  return true
}

/** `$.a['b c'][0]` as keys; undefined where it is no such path. */
function readPath(path: string): (string | number)[] | undefined {
  const keys: (string | number)[] = []
  const step = /\.([^.[\]]+)|\[(\d+)\]|\[(["'])((?:\\.|(?!\3)[^\\])*)\3\]/y
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const [, name, index, , quoted] = step.exec(path) ?? []
    const key = name ?? quoted?.replace(/\\(.)/g, '$1') ?? (index === undefined ? undefined : Number(index))
    if (key === undefined || key === '__proto__' || (typeof key === 'number' && key > mostItems)) return undefined
    keys.push(key)
  }
  return path.startsWith('$') ? keys : undefined
}

/** The object or list that holds the last key; what is missing on the way is made. */
function container(root: JsonRecord, keys: readonly (string | number)[]): object | undefined {
  let at: object = root
  for (const [depth, key] of keys.entries()) {
    if (typeof key === 'number' ? !Array.isArray(at) : !isRecord(at)) return undefined
    if (depth === keys.length - 1) return at
    const next: unknown = Object.hasOwn(at, key) ? Reflect.get(at, key) : typeof keys[depth + 1] === 'number' ? [] : {}
    if (typeof next !== 'object' || next === null) return undefined
    Reflect.set(at, key, next)
    at = next
  }
  return undefined
}

/** The arguments as JSON text. */
export function argumentText({ root }: PartialArguments): string {
  return JSON.stringify(root)
}
