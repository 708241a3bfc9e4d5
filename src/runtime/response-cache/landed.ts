/** What a look into the cache, and the call after it, came to. */
import type { Endpoint, Endpoints } from '../../providers/adapter.js'
import type { Answer } from '../whole-attempt.js'
import type { Kept } from './entry.js'
import type { Trunk } from './trunk.js'

/** `copy` makes the answer anew for each further caller; the answer itself is the one's that looked. */
export type Landed<E extends Endpoint = Endpoint> =
  | { readonly how: 'kept'; readonly kept: Kept<E>; copy(): Endpoints[E]['reply'] }
  | { readonly how: 'asked'; readonly answer: Answer<E>; copy(): Endpoints[E]['reply'] }
  /** A stream that has begun, and is kept when it ends. */
  | { readonly how: 'live'; readonly trunk: Trunk }
