/** The client: `llm` is ready to use; `createLlm` makes one with settings of its own, for tests and several tenants. */

import type { Client, ClientOptions } from /* hole: runtime */ 'llmgen/runtime'
import { createClient, lazyClient, /* hole: runtimeImports */ simpleShuffle } from /* hole: runtime */ 'llmgen/runtime'
// hole: adapterImports
import type { Models } from './models.js'
import { plan } from './plan.js'

export type * from './models.js'
export { plan } from './plan.js'

/** A client of its own: keys from `options.env` instead of the process, another transport, clock or error set. */
export function createLlm(options?: ClientOptions): Client<Models> {
  return createClient<Models>(
    {
      plan,
      adapters: /* hole: adapters */ {},
      strategies: /* hole: strategies */ { 'simple-shuffle': simpleShuffle },
      // hole: features
      // hole: errors
    },
    options,
  )
}

/** The client of this process. It is made at the first use; importing this file does nothing. */
export const llm: Client<Models> = /* @__PURE__ */ lazyClient(() => createLlm())
