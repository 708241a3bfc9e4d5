/** Package entry `llmgen/gateway`: the gateway as a part of a program of one's own. */
export type { ConfigSource } from './config-source.js'
export { createGateway, type Gateway, type GatewayOptions, GatewayStartError } from './gateway.js'
export type { GatewayLog, LogFacts } from './log.js'
export type { Access, ErrorShape, GatewayCall, GatewayView, Method, ReloadState, Route } from './route.js'
