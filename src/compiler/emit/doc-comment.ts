/** Text from a config inside comments: it must neither end the comment nor start a line of its own. */
import { textLiteral } from './literal.js'

/** `text` on one line, safe in `//` and block comments. */
export function commentText(text: string): string {
  return textLiteral(text).slice(1, -1).replaceAll("\\'", "'").replaceAll('\\\\', '\\').replaceAll('*/', '*\\/')
}

/** `text` as inline code in a doc comment, so that `@cf/model` is no tag. */
export function code(text: string): string {
  return `\`${commentText(text).replaceAll('`', "'")}\``
}

/** A doc comment of these lines, each already safe. */
export function docComment(lines: readonly string[], indent = ''): string {
  const [first, ...rest] = lines
  if (rest.length === 0) return `${indent}/** ${first ?? ''} */`
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`].join('\n')
}
