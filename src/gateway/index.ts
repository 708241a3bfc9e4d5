/** Package entry `llmgen/gateway`: the gateway as a part of a program of one's own. */
export type { CallEnd, CallFacts, CallNotes, CallObserver, CallRecord } from './call-record.js'
export type { ConfigSource } from './config-source.js'
export { createGateway, type Gateway, type GatewayOptions, type Prepared } from './gateway.js'
export type { GatewayLog, LogFacts } from './log.js'
export type { Access, CallType, ErrorShape, GatewayCall, GatewayView, Method, ReloadState, Route } from './route.js'
export { allRoutes, routes } from './routes-for.js'
export { GatewayStartError } from './start-error.js'
