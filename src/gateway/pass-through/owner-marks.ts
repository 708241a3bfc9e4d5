/** Marks that say at the provider whose a file or batch is, so that lists are right without a store here; callers never see them. */
import { isObject } from '../request-body.js'
import type { Owner } from './managed-id.js'

/** A file has nothing but its name to carry a mark: it goes before the ending, which says to the provider what the file is. */
const marked = /^(.*)\.lg1([\w-]{12})([\w-]{12})?(\.[^.]*)?$/s

/** The name with the mark of its owner; as it is where nobody owns it. */
export function markedName(name: string, { key, user }: Owner): string {
  if (key === '') return name
  const dot = name.lastIndexOf('.')
  // an ending that looks like a mark would be read as one
  const [stem, ending] = dot <= 0 || marked.test(name.slice(dot)) ? [name, ''] : [name.slice(0, dot), name.slice(dot)]
  return `${stem}.lg1${key}${user}${ending}`
}

/** The name as its owner gave it, and the owner. */
export function readName(name: string): { readonly name: string; readonly owner: Owner | undefined } {
  const [, stem, key, user = '', ending = ''] = marked.exec(name) ?? []
  return stem === undefined || key === undefined ? { name, owner: undefined } : { name: stem + ending, owner: { key, user } }
}

/** Member of the metadata of a batch or a training. */
const member = 'llmgen_owner'

/**
 * Metadata with the mark of the owner and the id of the request that starts a batch, by which its cost is brought home, and
 * without a mark that came from the caller. Whatever is no object is for the provider to refuse.
 */
export function markedMetadata(metadata: unknown, { key, user }: Owner, madeBy = ''): unknown {
  const isNone = metadata === undefined || metadata === null
  if (!isNone && !isObject(metadata)) return metadata
  const { [member]: _mark, ...given } = isNone ? {} : metadata
  if (key !== '' || madeBy !== '') return { ...given, [member]: `${key}.${user}${madeBy === '' ? '' : `.${madeBy}`}` }
  return isNone ? metadata : given
}

/** A batch or a training as its mark tells of it; without one nobody but administrators owns it, and nobody knows who made it. */
export type Marked = { readonly shown: object; readonly owner: Owner | undefined; readonly madeBy: string | undefined }

/** A batch or a training without its mark, its owner, and the request that started it. */
export function readMarked(thing: object): Marked {
  const metadata = 'metadata' in thing && isObject(thing.metadata) ? thing.metadata : undefined
  const mark = metadata?.[member]
  if (typeof mark !== 'string') return { shown: thing, owner: undefined, madeBy: undefined }
  const [key = '', user = '', madeBy] = mark.split('.')
  const { [member]: _mark, ...rest } = metadata ?? {}
  const shown = { ...thing, metadata: Object.keys(rest).length === 0 ? null : rest }
  return { shown, owner: key === '' ? undefined : { key, user }, madeBy }
}

/** A file under the name that its owner gave it, and its owner. */
export function readFile(file: object): { readonly shown: object; readonly owner: Owner | undefined } {
  if (!('filename' in file) || typeof file.filename !== 'string') return { shown: file, owner: undefined }
  const { name, owner } = readName(file.filename)
  return { shown: { ...file, filename: name }, owner }
}
