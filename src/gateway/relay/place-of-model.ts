/** Finds the model in a JSON text without reading the rest of it. */

/**
 * Where the value of the only member of this name stands, or -1: within a text its quotes would be escaped. A model that is
 * written with escapes is not found either. `all` and `model` have one character for each byte.
 */
export function placeOfModel(all: string, model: string): number {
  const name = behindName(all, 0)
  if (name === -1 || behindName(all, name) !== -1) return -1
  let at = name
  for (let code = all.charCodeAt(at); isBetween(code); code = all.charCodeAt(at)) at++
  const isThere = all.charCodeAt(at) === 0x22 && all.startsWith(model, at + 1) && all.charCodeAt(at + 1 + model.length) === 0x22
  return isThere ? at : -1
}

/** Behind the next text that is `model`, or -1. V8 makes a table for whatever is longer than six characters: a third of the time without. */
function behindName(all: string, from: number): number {
  for (let at = all.indexOf('model"', from); at !== -1; at = all.indexOf('model"', at + 6))
    if (all.charCodeAt(at - 1) === 0x22) return at + 6
  return -1
}

/** What stands between a name and its value. */
function isBetween(code: number): boolean {
  return code === 0x3a || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
