/** An answer with an error status, read by the adapter. Imported with the first. */
import type { Fault } from '../protocol/failure.js'
import type { Adapter, HttpFailure, Target } from '../providers/adapter.js'
import { withLocation } from './call-failures.js'
import { refusesToken } from './sign-in/late-entry.js'

/** What is needed to read it. */
type Answering = { readonly adapter: Adapter; readonly target: Target; readonly renew?: (() => boolean) | undefined }

/** The failure; `renewed` where it refused a token that was dropped, so that another attempt gets a new one. */
export function refusedAnswer({ adapter, target, renew }: Answering, answer: HttpFailure, now: number): Fault | 'renewed' {
  if (renew !== undefined && refusesToken(answer.status, answer.text) && renew()) return 'renewed'
  return { failure: withLocation(adapter.toFailure(answer, target, now)) }
}
