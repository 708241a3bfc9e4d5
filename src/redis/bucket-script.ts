/**
 * A sliding window of tokens: a hash of sixty buckets and the part of one more, their sum, and the number of the oldest.
 * What lies in a bucket counts until its whole span has left the window, so never too little is counted.
 */
export const bucketScript = `
local function forgetBuckets(key, span)
  local first = math.floor(now / (span / 60)) - 60
  local oldest = tonumber(redis.call('HGET', key, 'oldest'))
  if not oldest then return 0 end
  -- what is allotted lies ahead by a lease, which is no longer than a window
  if first - oldest > 121 then
    redis.call('DEL', key)
    return 0
  end
  if oldest < first then
    local gone = {}
    for bucket = oldest, first - 1 do gone[#gone + 1] = string.format('%.0f', bucket) end
    local lost = 0
    for _, amount in ipairs(redis.call('HMGET', key, unpack(gone))) do lost = lost + (tonumber(amount) or 0) end
    redis.call('HDEL', key, unpack(gone))
    redis.call('HSET', key, 'oldest', first)
    return redis.call('HINCRBY', key, 'sum', 0 - lost)
  end
  return tonumber(redis.call('HGET', key, 'sum')) or 0
end
local function changeBucket(key, span, at, add)
  local bucket = string.format('%.0f', math.floor(at / (span / 60)))
  local before = tonumber(redis.call('HGET', key, bucket))
  if not before then return end
  local change = math.max(0, before + add) - before
  redis.call('HINCRBY', key, bucket, change)
  redis.call('HINCRBY', key, 'sum', change)
end
local function addTokens(key, span, at, amount)
  local bucket = math.floor(at / (span / 60))
  local oldest = tonumber(redis.call('HGET', key, 'oldest'))
  if not oldest or bucket < oldest then redis.call('HSET', key, 'oldest', bucket) end
  redis.call('HINCRBY', key, bucket, amount)
  redis.call('HINCRBY', key, 'sum', amount)
  keep(key, span + span / 30)
end
`
