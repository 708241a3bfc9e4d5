/** Package entry `llmgen/testing`: a local provider that fails on request, a transport that leads to it, a clock that stands still. */
export { type FakeClock, fakeClock } from './fake-clock.js'
export type { MockEndpoint, MockFormatName } from './mock-format.js'
export type { MockRequest, MockScript, MockSteps } from './mock-script.js'
export { hostHeader, type MockStep, type MockUsage, mockHeader } from './mock-step.js'
export { mockTransport } from './mock-transport.js'
export { createNodeTransport } from './node-transport.js'
export { createMockProvider, type MockProvider, type MockProviderOptions } from './server.js'
