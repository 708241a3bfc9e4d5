/** What the process itself takes: memory, time, and how late its event loop is. Names as Prometheus' own clients have them. */
import type { Registry } from './exposition.js'

/** Sets the gauges anew; to be called before the text is made. */
export function createProcessMetrics(registry: Registry, loopDelayMs: () => number): () => void {
  const gauge = (name: string, help: string) => registry.gauge({ name, help, labels: [] }).series([])
  const cpu = registry.counter({ name: 'process_cpu_seconds_total', help: 'CPU time of the process.', labels: [] }).series([])
  const started = gauge('process_start_time_seconds', 'When the process began, seconds since 1970.')
  const rss = gauge('process_resident_memory_bytes', 'Memory of the process.')
  const heap = gauge('nodejs_heap_size_used_bytes', 'Heap in use.')
  const heapTotal = gauge('nodejs_heap_size_total_bytes', 'Heap that was taken.')
  const external = gauge('nodejs_external_memory_bytes', 'Memory of buffers outside the heap.')
  const lag = gauge('nodejs_eventloop_lag_seconds', 'Mean delay of the event loop within the last half second.')
  started.value = Math.round(Date.now() / 1_000 - process.uptime())
  return () => {
    const memory = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    cpu.value = (user + system) / 1_000_000
    rss.value = memory.rss
    heap.value = memory.heapUsed
    heapTotal.value = memory.heapTotal
    external.value = memory.external
    lag.value = loopDelayMs() / 1_000
  }
}
