/** A finding about a config, as data. Renderers in `cli/` draw it. */
import type { Span } from './source.js'

export type Severity = 'error' | 'warning' | 'note'

export type Diagnostic = {
  readonly severity: Severity
  /** Stable code: the rule's name in kebab-case. */
  readonly rule: string
  /** One lower-case clause without a full stop; quotes the user's own words. */
  readonly message: string
  readonly at: Span
  /** Short text under the caret. */
  readonly label?: string
  /** What to do; `replacement` is text to put in place of the span. */
  readonly help?: { readonly text: string; readonly replacement?: string }
  /** The span holds a secret: whoever shows the source must mask it. */
  readonly secret?: true
}

/** What each compiler stage returns. */
export type Staged<T> = { readonly value: T; readonly diagnostics: readonly Diagnostic[] }
