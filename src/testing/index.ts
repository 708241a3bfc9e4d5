/** Package entry `llmgen/testing`: a local provider that fails on request, a transport that leads to it, a clock that stands still. */
export { fakeClock, type FakeClock } from './fake-clock.js'
export type { MockRequest, MockScript, MockSteps } from './mock-script.js'
export { hostHeader, mockHeader, type MockStep, type MockUsage } from './mock-step.js'
export { mockTransport } from './mock-transport.js'
export { createNodeTransport } from './node-transport.js'
export { createMockProvider, type MockProvider, type MockProviderOptions } from './server.js'
