import { memoryStore } from '../../src/runtime/state-store/memory-store.js'
import { stateStoreSuite } from './state-store-suite.js'
import { sumSuite } from './sum-suite.js'

stateStoreSuite('in memory', { open: () => memoryStore() })
sumSuite('in memory', { open: () => memoryStore() })
