/** Sentences and places for what the YAML parser rejects, by its error code. */
import type { Document, YAMLError } from 'yaml'
import type { Diagnostic } from './diagnostic.js'
import type { Yaml } from './yaml-tree.js'

type Sentence = { readonly message: string; readonly help?: string; readonly opened?: 'quote' | 'bracket' }
type Code = YAMLError['code']

const quoteIt = 'put the text in double quotes'

const sentences: { readonly [code in Code]?: Sentence } = {
  ALIAS_PROPS: { message: 'an alias (`*name`) cannot carry an anchor or a tag', help: 'remove the `&…` or `!…` before it' },
  BAD_ALIAS: {
    message: 'this is not an alias that can be read',
    help: 'an alias is `*name`, with `&name` earlier in the file; quote text that begins with `*`',
  },
  BAD_COLLECTION_TYPE: { message: 'the tag does not fit the map or list that follows', help: 'remove the tag' },
  BAD_DIRECTIVE: { message: 'this `%` directive cannot be read', help: 'remove the line; a config needs none' },
  BAD_DQ_ESCAPE: {
    message: 'this backslash escape does not exist in a double-quoted text',
    help: 'write `\\\\` for a backslash, or use single quotes',
  },
  BAD_INDENT: {
    message: 'the indentation does not match the lines around it',
    help: 'align the line with its neighbours, two spaces a level',
  },
  BAD_PROP_ORDER: { message: 'an anchor or tag stands in the wrong place', help: 'put it directly before the value' },
  BAD_SCALAR_START: { message: 'unquoted text cannot begin with this character', help: quoteIt },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a value cannot hold a further `key:`',
    help: 'give the inner key its own line and indentation, or quote the text that holds the colon',
  },
  BLOCK_IN_FLOW: {
    message: 'a block list or map cannot stand inside `[…]` or `{…}`',
    help: 'close the bracket first, or write the inner part with brackets too',
  },
  KEY_OVER_1024_CHARS: { message: 'a key may have at most 1,024 characters', help: 'a quote or bracket before it may be left open' },
  MULTILINE_IMPLICIT_KEY: { message: 'a key must stand on one line', help: 'a colon or a closing quote is missing on the line before' },
  MULTIPLE_ANCHORS: { message: 'a value can have one anchor only', help: 'remove one `&name`' },
  MULTIPLE_DOCS: { message: 'the file holds more than one YAML document', help: 'remove the `---` line and what follows it' },
  MULTIPLE_TAGS: { message: 'a value can have one tag only', help: 'remove one `!tag`' },
  NON_STRING_KEY: { message: 'a key must be text', help: 'put the key in quotes' },
  RESOURCE_EXHAUSTION: { message: 'the file is nested too deeply to be read', help: 'flatten the structure' },
  TAB_AS_INDENT: { message: 'a tab is used for indentation', help: 'replace it with spaces; YAML allows no tabs there' },
  TAG_RESOLVE_FAILED: { message: 'this tag is not known', help: 'remove the `!tag`' },
}

const unclosed: Sentence = {
  message: 'a comma or a closing bracket is missing',
  opened: 'bracket',
  help: 'write `,` between the entries, close each `[` and `{`, and quote text that holds brackets',
}

/** Several faults share one parser code; only the parser's own sentence tells them apart. The first row that fits counts. */
const refinements: readonly (Sentence & { readonly code: Code; readonly says: RegExp })[] = [
  {
    code: 'MISSING_CHAR',
    says: /closing .quote/,
    message: 'a closing quote is missing',
    opened: 'quote',
    help: 'add it, or escape the quote inside the text',
  },
  { code: 'MISSING_CHAR', says: /items$|end with a/, ...unclosed },
  { code: 'BAD_INDENT', says: /end with a/, ...unclosed },
  {
    code: 'MISSING_CHAR',
    says: /space after :|separated from/,
    message: 'a space is missing here',
    help: 'write one after `:` and `,`, and before `#`',
  },
  {
    code: 'MISSING_CHAR',
    says: /followed by map values/,
    message: 'a colon after the key is missing',
    help: 'write `key: value`, or `- value` for a list entry',
  },
  {
    code: 'MISSING_CHAR',
    says: /without - indicator/,
    message: 'a list entry must begin with `- `',
    help: 'add the dash, or indent the line as part of the entry before',
  },
  { code: 'MISSING_CHAR', says: /./, message: 'a character is missing here', help: 'compare with the lines around it' },
]

/** A file that does not parse, with the package that says so. */
export type Failed = { readonly yaml: Yaml; readonly document: Document; readonly file: number; readonly text: string }

/** Faults shown of one file; what follows so many has one cause. */
const maxShown = 100

/** Diagnostics with rule `yaml-syntax` for all the parser's errors in source number `file`, echoes of one fault left out. */
export function yamlSyntaxErrors(failed: Failed): readonly Diagnostic[] {
  const { document, text } = failed
  const tooDeep = document.errors.filter((error) => error.code === 'RESOURCE_EXHAUSTION')
  const errors = tooDeep.length > 0 ? tooDeep.slice(-1) : document.errors
  const seen = new Set<string>()
  const found: Diagnostic[] = []
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const diagnostic = syntaxError(error, failed)
    const lineStart = text.lastIndexOf('\n', diagnostic.at.start - 1)
    const echo = diagnostic.message.endsWith(unexpectedHere) ? `line ${lineStart}` : `at ${diagnostic.at.start}`
    if (seen.has(echo)) continue
    seen.add(`line ${lineStart}`).add(`at ${diagnostic.at.start}`)
    found.push(diagnostic)
  }
  return found.slice(0, maxShown)
}

function syntaxError(error: YAMLError, failed: Failed): Diagnostic {
  const { file, text } = failed
  const { message, help, opened } = sentenceFor(error, text)
  const from = opened === undefined ? undefined : openedAt(failed, error.pos[0], opened)
  const start = from ?? Math.min(error.pos[0], text.length)
  const end = from === undefined ? Math.min(Math.max(error.pos[1], start), text.length) : from + 1
  return {
    severity: 'error',
    rule: 'yaml-syntax',
    message,
    at: { file, start, end },
    ...(from !== undefined && { label: 'opened here' }),
    ...(help !== undefined && { help: { text: help } }),
  }
}

/** Where the innermost quoted text or bracket begins that is still open at `position`; the parser names only where it gave up. */
function openedAt({ yaml, document }: Failed, position: number, opened: 'quote' | 'bracket'): number | undefined {
  let innermost: number | undefined
  yaml.visit(document, {
    Node(_, node) {
      const quoted = yaml.isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')
      const bracket = yaml.isCollection(node) && node.flow === true
      const [start, , end] = node.range ?? [0, 0, 0]
      if ((opened === 'quote' ? quoted : bracket) && start < position && position <= end) innermost = start
    },
  })
  return innermost
}

function sentenceFor(error: YAMLError, text: string): Sentence {
  const refined = refinements.find(({ code, says }) => code === error.code && says.test(error.message))
  return refined ?? sentences[error.code] ?? unexpected(text, error.pos)
}

const unexpectedHere = ' is not expected here'

function unexpected(text: string, pos: readonly [number, number]): Sentence {
  const found = text
    .slice(pos[0], Math.min(pos[1], pos[0] + 30))
    .split('\n')[0]
    ?.trim()
  const what = found === undefined || found === '' ? 'something' : `"${found}"`
  return { message: what + unexpectedHere, help: 'check the indentation, and quote text that holds `: `, ` #`, brackets or `%`' }
}
