/** A template as plain JavaScript, and as the declarations beside it. Works on the template, so bulk text is never parsed for it. */
import type { SourceFile } from 'ts-morph'
import { tsMorph } from './ts-morph.js'

const { Node, SyntaxKind } = tsMorph

/** Removes everything that is only types. */
export function toJavaScript(template: SourceFile): void {
  keepingHead(template, removeTypes)
}

/** Leaves exported names with their types and comments, without values. */
export function toDeclarations(template: SourceFile): void {
  keepingHead(template, removeValues)
}

/** The comment that opens the file goes with the first statement, so it is put back when that one is removed. */
function keepingHead(template: SourceFile, change: (template: SourceFile) => void): void {
  const head = /^\/\*\*.*\*\/\n+/.exec(template.getFullText())?.[0] ?? ''
  change(template)
  if (!template.getFullText().startsWith(head)) template.insertText(0, head)
}

function removeTypes(template: SourceFile): void {
  for (const statement of template.getStatements()) {
    const isTypes =
      Node.isInterfaceDeclaration(statement) ||
      Node.isTypeAliasDeclaration(statement) ||
      ((Node.isImportDeclaration(statement) || Node.isExportDeclaration(statement)) && statement.isTypeOnly())
    if (isTypes) statement.remove()
  }
  for (const variable of template.getVariableDeclarations()) variable.removeType()
  for (const fn of template.getFunctions()) {
    fn.removeReturnType()
    for (const parameter of fn.getParameters()) parameter.setHasQuestionToken(false).removeType()
  }
  for (const call of template.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    const last = call.getTypeArguments().at(-1)
    if (last === undefined) continue
    const text = template.getFullText()
    const closed = text.indexOf('>', last.getEnd()) + 1
    call.replaceWithText(call.getExpression().getText() + text.slice(closed, call.getEnd()))
  }
}

function removeValues(template: SourceFile): void {
  for (const statement of template.getStatements()) {
    if (Node.isImportDeclaration(statement) && !statement.isTypeOnly()) statement.remove()
    else if (Node.isVariableStatement(statement)) {
      for (const variable of statement.getDeclarations()) variable.removeInitializer()
      statement.setHasDeclareKeyword(true)
    } else if (Node.isFunctionDeclaration(statement)) {
      statement.removeBody()
      statement.setHasDeclareKeyword(true)
    }
  }
}
