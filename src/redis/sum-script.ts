/**
 * Sums that stand in a database, for the scripts on Redis. One sorted set each, so that Redis never drops a part of it alone:
 * reservations `id:amount` by their end, and below zero `spent`, `reserved`, and `allotted`: what of the reserved is allotted to
 * processes, whose reservations begin with `~`. Some of that may be spent, and stand in the database already: so a sum is not
 * raised to what the database knows, but to so much less, else it would be counted twice.
 */
export const sumScript = `
local function openSum(key)
  local spent, reserved, allotted = 0, 0, 0
  repeat
    local over, lost, given = {}, 0, 0
    local seen = redis.call('ZRANGEBYSCORE', key, '-inf', now, 'WITHSCORES', 'LIMIT', 0, 500)
    for i = 1, #seen, 2 do
      if seen[i] == 'spent' then
        spent = 0 - tonumber(seen[i + 1])
      elseif seen[i] == 'reserved' then
        reserved = 0 - tonumber(seen[i + 1])
      elseif seen[i] == 'allotted' then
        allotted = 0 - tonumber(seen[i + 1])
      else
        local amount = tonumber(string.match(seen[i], ':(%d+)$'))
        over[#over + 1] = seen[i]
        lost = lost + amount
        if string.sub(seen[i], 1, 1) == '~' then given = given + amount end
      end
    end
    if #over > 0 then
      redis.call('ZREM', key, unpack(over))
      redis.call('ZINCRBY', key, lost, 'reserved')
      reserved = reserved - lost
    end
    if given > 0 then
      redis.call('ZINCRBY', key, given, 'allotted')
      allotted = allotted - given
    end
  until #seen < 1000
  return spent, reserved, allotted
end
local function raiseSum(key, spent, ms)
  redis.call('ZADD', key, 0 - spent, 'spent')
  keep(key, ms)
end
local function lookSum(c)
  local allotted
  c.spent, c.reserved, allotted = openSum(c.key)
  if c.known - allotted > c.spent then
    c.spent = c.known - allotted
    raiseSum(c.key, c.spent, c.life)
  end
  return c.spent + c.reserved
end
local function waitSum(c, used)
  if c.spent >= c.limit then return -1 end
  if c.amount == 0 or used <= c.spent or used + c.amount <= c.limit then return 0 end
  return 1000
end
local function holdSum(key, member, amount, lease, ms)
  redis.call('ZADD', key, now + lease, member .. ':' .. string.format('%.0f', amount))
  redis.call('ZINCRBY', key, 0 - amount, 'reserved')
  keep(key, ms)
end
local function takeSum(c, member)
  if c.amount > 0 then holdSum(c.key, member, c.amount, c.lease, c.life) end
end
local function dropSum(key, member, amount)
  if amount == 0 or redis.call('ZREM', key, member .. ':' .. string.format('%.0f', amount)) == 0 then return false end
  redis.call('ZINCRBY', key, amount, 'reserved')
  return true
end
local function addSum(key, spent, floor, real, ms)
  local after = math.max(spent, floor) + real
  if after > spent then raiseSum(key, after, ms) end
end
local function settleSum(key, member, known, amount, real, ms)
  local spent, _, allotted = openSum(key)
  dropSum(key, member, amount)
  addSum(key, spent, known - allotted, real, ms)
end
`
