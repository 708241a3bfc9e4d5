/** The last look at emitted text: it must parse. Types are the business of the user's compiler. */
import { tsMorph } from './ts-morph.js'

const { ts } = tsMorph

/**
 * Throws where the text does not parse, which is a bug of the emitter.
 * It reads what the parser noted on the file, without the program that the public way to it would build: that program
 * costs as much again as parsing.
 */
export function refuseSyntaxErrors(path: string, text: string): void {
  const languageVersion = ts.ScriptTarget.Latest
  const file = ts.createSourceFile(path, text, { languageVersion, jsDocParsingMode: ts.JSDocParsingMode.ParseNone })
  if (!('parseDiagnostics' in file) || !Array.isArray(file.parseDiagnostics)) throw new Error('llmgen bug: the parser keeps no diagnostics')
  const first: { readonly start: number; readonly messageText: unknown } | undefined = file.parseDiagnostics[0]
  if (first === undefined) return
  const { line } = file.getLineAndCharacterOfPosition(first.start)
  throw new Error(`llmgen bug: emitted ${path} does not parse at line ${line + 1}: ${String(first.messageText)}`)
}
