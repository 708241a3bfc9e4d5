/** The script that takes claims and settles them on Redis: all that a process has to tell at one time, in one step. */
import { scriptKinds } from './claim-places.js'

/** Reads a list of figures one by one, and gathers the answers, which are whole numbers. */
export const figuresScript = `
local kinds = { ${scriptKinds.map((kind) => `'${kind}'`).join(', ')} }
local list, at
local function read()
  at = at + 1
  return list[at]
end
local answer = {}
local function say(number)
  answer[#answer + 1] = string.format('%.0f', number)
end
`

/**
 * Takes the claims of one reservation, all or none. Read: its id, the key of its record (0: none) and for how many
 * milliseconds it is remembered, how many claims, and of each its key, kind, limit, and window or lease, milliseconds; of tokens
 * their amount; of a budget its amount, and the length of a period that would begin now; of a sum its amount, what is known
 * to be spent, and how long it is remembered, milliseconds.
 * Said: 1, the time, and for each claim used, wait and mark; or 0, which claim did not fit, and used, wait and mark of that. A
 * wait of 0 is none, and one of -1 lasts until a sum's period ends. The mark of a budget is the end of its period, that of a
 * sum what is spent.
 */
export const reserveScript = `
local function look(c)
  if c.kind == 'requests' then
    redis.call('ZREMRANGEBYSCORE', c.key, '-inf', now - c.span)
    return redis.call('ZCARD', c.key)
  elseif c.kind == 'tokens' then
    return forgetBuckets(c.key, c.span)
  elseif c.kind == 'permits' then
    redis.call('ZREMRANGEBYSCORE', c.key, '-inf', now)
    return redis.call('ZCARD', c.key)
  elseif c.kind == 'sum' then
    return lookSum(c)
  end
  c.ends, c.spent, c.reserved = openBudget(c.key, c.leases)
  return c.spent + c.reserved
end

local function waitOf(c, used)
  if c.kind == 'sum' then return waitSum(c, used) end
  local surplus = used + c.amount - c.limit
  if c.kind == 'requests' then surplus = used + 1 - math.floor(c.limit) end
  if surplus <= 0 then return 0 end
  if c.kind == 'requests' then
    local leaving = redis.call('ZRANGE', c.key, surplus - 1, surplus - 1, 'WITHSCORES')
    return leaving[2] and tonumber(leaving[2]) + c.span - now or c.span
  elseif c.kind == 'tokens' then
    local oldest = tonumber(redis.call('HGET', c.key, 'oldest'))
    if c.amount > c.limit or not oldest then return c.span end
    local width = c.span / 60
    for bucket = oldest, math.floor(now / width) do
      surplus = surplus - (tonumber(redis.call('HGET', c.key, string.format('%.0f', bucket))) or 0)
      if surplus <= 0 then return math.ceil((bucket + 1) * width + c.span) - now end
    end
    return c.span
  elseif c.kind == 'permits' then
    local soonest = redis.call('ZRANGE', c.key, 0, 0, 'WITHSCORES')
    return math.min(soonest[2] and tonumber(soonest[2]) - now or 1000, 1000)
  end
  local ending = (c.ends or now + c.span) - now
  if c.spent + c.amount <= c.limit then return math.min(ending, 1000) end
  return ending
end

local function take(c, member)
  if c.kind == 'requests' then
    redis.call('ZADD', c.key, now, member)
    keep(c.key, c.span)
  elseif c.kind == 'tokens' then
    addTokens(c.key, c.span, now, c.amount)
  elseif c.kind == 'permits' then
    redis.call('ZADD', c.key, now + c.lease, member)
    keep(c.key, c.lease)
  elseif c.kind == 'sum' then
    takeSum(c, member)
  else
    if not c.ends then
      c.ends = now + c.span
      redis.call('HSET', c.key, 'ends', c.ends)
    end
    redis.call('HINCRBY', c.key, 'reserved', c.amount)
    redis.call('ZADD', c.leases, now + c.lease, member .. ':' .. string.format('%.0f', c.amount))
    keepBudget(c.key, c.leases, c.ends)
  end
end

local function markOf(c)
  return c.kind == 'sum' and c.spent or math.ceil(c.ends or 0)
end

local function sayMeter(c, used, wait)
  say(used)
  say(math.ceil(wait))
  say(markOf(c))
end

local function readClaim()
  local key, kind, limit, term = read(), kinds[read()], read(), read()
  local c = { key = KEYS[key], kind = kind, limit = limit, span = term, lease = term, amount = 1 }
  if kind == 'tokens' then
    c.amount = read()
  elseif kind == 'budget' then
    c.leases, c.amount, c.span = KEYS[key + 1], read(), read()
  elseif kind == 'sum' then
    c.amount, c.known, c.life = read(), read(), read()
  end
  return c
end

local function reserve()
  local id, record, memoryMs, count = read(), read(), read(), read()
  local claims, more = {}, {}
  for i = 1, count do claims[i] = readClaim() end
  for i, c in ipairs(claims) do
    c.before = look(c)
    local used = c.before + (more[c.key] or 0)
    local wait = waitOf(c, used)
    if wait ~= 0 then
      say(0)
      say(i - 1)
      return sayMeter(c, used, wait)
    end
    more[c.key] = (more[c.key] or 0) + c.amount
  end
  for i, c in ipairs(claims) do take(c, id .. ':' .. i) end
  say(1)
  say(math.floor(now))
  for _, c in ipairs(claims) do
    local used = c.before + more[c.key]
    sayMeter(c, used, waitOf(c, used))
  end
  if record > 0 then redis.call('SET', KEYS[record], '1', 'PX', memoryMs) end
end
`

/**
 * Ends one reservation. Read: its id, the key of its record (0: none), 1 where this was never sent before, when it was taken, real
 * tokens and cost (false: what was reserved), of how many claims, and of each its key, kind and number; of tokens their amount
 * and window; of a budget its amount, the length of a period that would begin now, and the end of that in which it was taken
 * (0: any); of a sum its amount, what was known to be spent, and how long it is remembered, milliseconds.
 * A second time is known by the record being gone. One that ended by itself is settled all the same: the money was spent.
 */
export const settleScript = `
local function settleTokens(key, span, amount, real, takenAt)
  forgetBuckets(key, span)
  changeBucket(key, span, takenAt, real - amount)
end

local function settleBudget(key, leases, member, span, amount, real, period)
  local ends = openBudget(key, leases)
  if period == 0 and not ends then
    ends = now + span
    redis.call('HSET', key, 'ends', ends)
  end
  if not ends or (period ~= 0 and period ~= ends) then return end
  if redis.call('ZREM', leases, member .. ':' .. string.format('%.0f', amount)) == 1 then
    redis.call('HINCRBY', key, 'reserved', 0 - amount)
  end
  redis.call('HINCRBY', key, 'spent', real)
  keepBudget(key, leases, ends)
end

local function settleClaim(id, isDone, takenAt, tokens, cost)
  local key, kind, member = read(), kinds[read()], id .. ':' .. read()
  local name, amount, span, mark = KEYS[key]
  if kind ~= 'requests' and kind ~= 'permits' then amount, span = read(), read() end
  if kind == 'budget' or kind == 'sum' then mark = read() end
  if isDone then return end
  if kind == 'tokens' then
    settleTokens(name, span, amount, tokens or amount, takenAt)
  elseif kind == 'budget' then
    settleBudget(name, KEYS[key + 1], member, span, amount, cost or amount, mark)
  elseif kind == 'sum' then
    settleSum(name, member, span, amount, cost or amount, mark)
  else
    redis.call('ZREM', name, member)
  end
end

local function settle()
  local id, record, isNew, takenAt, tokens, cost, count = read(), read(), read(), read(), read(), read(), read()
  local isDone = record > 0 and redis.call('DEL', KEYS[record]) == 0 and isNew == 0
  for _ = 1, count do settleClaim(id, isDone, takenAt, tokens, cost) end
end
`

/**
 * ARGV: two lists of figures as JSON: what has ended, which makes room, and what is to be taken; each after its time, false for
 * Redis's own. Keys are told by where they stand in KEYS. Gives all answers in one text.
 */
export const claimsScript = `
local function each(json, act)
  list, at = cjson.decode(json), 0
  while at < #list do
    now = read() or clock
    act()
  end
end
each(ARGV[1], settle)
each(ARGV[2], reserve)
return table.concat(answer, ',')
`
