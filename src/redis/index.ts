/** Package entry `llmgen/redis`: state and cached answers that several processes share through Redis. */
export { type RedisCacheSettings, redisCache } from './redis-cache.js'
export { MissingIoredisError } from './redis-link.js'
export { type RedisSettings, type RedisStatus, redisFromEnv } from './redis-settings.js'
export { type RedisStateSettings, redisState } from './redis-state.js'
