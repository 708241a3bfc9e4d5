/** `GET /metrics`: counts in Prometheus' text format. */
import { contentType } from '../metrics/exposition.js'
import type { Route } from '../route.js'

/** Needs no key unless `require_auth_for_metrics_endpoint` asks for one: the settings have its path among the public ones. */
export const metrics: Route = {
  method: 'GET',
  paths: ['/metrics'],
  access: 'key',
  errors: 'openai',
  summary: "Shows counts and times in Prometheus' text format.",
  tags: ['service'],
  handle: async ({ gateway, reply }) => {
    const text = await gateway.metricsText()
    reply.type(contentType).send(text)
  },
}
