/**
 * Sums that stand in a database, for the scripts on Redis. One sorted set each, so that Redis never drops a part of it alone:
 * reservations `id:amount` by their end, and below zero `spent` and `reserved`.
 */
export const sumScript = `
local function openSum(key)
  local spent, reserved = 0, 0
  repeat
    local over, lost = {}, 0
    local seen = redis.call('ZRANGEBYSCORE', key, '-inf', now, 'WITHSCORES', 'LIMIT', 0, 500)
    for i = 1, #seen, 2 do
      if seen[i] == 'spent' then
        spent = 0 - tonumber(seen[i + 1])
      elseif seen[i] == 'reserved' then
        reserved = 0 - tonumber(seen[i + 1])
      else
        over[#over + 1] = seen[i]
        lost = lost + tonumber(string.match(seen[i], ':(%d+)$'))
      end
    end
    if #over > 0 then
      redis.call('ZREM', key, unpack(over))
      redis.call('ZINCRBY', key, lost, 'reserved')
      reserved = reserved - lost
    end
  until #seen < 1000
  return spent, reserved
end
local function raiseSum(key, spent, ms)
  redis.call('ZADD', key, 0 - spent, 'spent')
  keep(key, ms)
end
local function lookSum(c)
  c.spent, c.reserved = openSum(c.key)
  if c.known > c.spent then
    c.spent = c.known
    raiseSum(c.key, c.known, c.life)
  end
  return c.spent + c.reserved
end
local function waitSum(c, used)
  if c.spent >= c.limit then return -1 end
  if c.amount == 0 or used <= c.spent or used + c.amount <= c.limit then return 0 end
  return 1000
end
local function takeSum(c, member)
  if c.amount == 0 then return end
  redis.call('ZADD', c.key, now + c.lease, member .. ':' .. string.format('%.0f', c.amount))
  redis.call('ZINCRBY', c.key, 0 - c.amount, 'reserved')
  keep(c.key, c.life)
end
local function settleSum(key, member, known, amount, real, ms)
  local spent = openSum(key)
  if amount > 0 and redis.call('ZREM', key, member .. ':' .. string.format('%.0f', amount)) == 1 then
    redis.call('ZINCRBY', key, amount, 'reserved')
  end
  local after = math.max(spent, known) + real
  if after > spent then raiseSum(key, after, ms) end
end
`
