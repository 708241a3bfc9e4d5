/** The script that takes claims and settles them on Redis: all that a process has to tell at one time, in one step. */
import { scriptKinds } from './claim-places.js'

/**
 * Takes the claims of one reservation, all or none: its number in the answers, whether it is remembered and for how many
 * milliseconds, and for each claim kind, key, limit, span, amount, lease, and for a sum how long it is remembered,
 * milliseconds, its span being what is known to be spent.
 * Answers \`1, time, used, wait, mark, …\` with three for each claim, or \`0, claim, used, wait, mark\`. A wait of 0 is none,
 * and one of -1 lasts until a sum's period ends. The mark of a budget is the end of its period, that of a sum what is spent.
 */
export const reserveScript = `
local kinds = { ${scriptKinds.map((kind) => `'${kind}'`).join(', ')} }
local answer = {}
local function say(number)
  answer[#answer + 1] = string.format('%.0f', number)
end

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

local function reserve(id, record, memoryMs, rows)
  local claims, more = {}, {}
  for i, row in ipairs(rows) do
    local c = { kind = kinds[row[1]], key = KEYS[row[2]], limit = row[3], span = row[4], amount = row[5], lease = row[6] }
    if c.kind == 'budget' then
      c.leases = KEYS[row[2] + 1]
    elseif c.kind == 'sum' then
      c.known, c.life = row[4], row[7]
    end
    claims[i] = c
  end
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
  say(now)
  for _, c in ipairs(claims) do
    local used = c.before + more[c.key]
    sayMeter(c, used, waitOf(c, used))
  end
  if record > 0 then redis.call('SET', KEYS[record], '1', 'PX', memoryMs) end
end
`

/**
 * Ends one reservation: its record (0: none), 1 where this was never sent before, then for each claim kind, key, its number,
 * span, reserved amount, real amount, and when it was taken (tokens) or its period ends (budget; 0: any). Of a sum the span is
 * what was known to be spent, and the last how long it is remembered, milliseconds.
 * A second time is known by the record being gone. One that ended by itself is settled all the same: the money was spent.
 */
export const settleScript = `
local function settleTokens(key, span, amount, real, takenAt)
  forgetBuckets(key, span)
  local bucket = string.format('%.0f', math.floor(takenAt / (span / 60)))
  local before = tonumber(redis.call('HGET', key, bucket))
  if not before then return end
  local change = math.max(0, before + real - amount) - before
  redis.call('HINCRBY', key, bucket, change)
  redis.call('HINCRBY', key, 'sum', change)
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

local function settle(id, record, isNew, rows)
  if record > 0 and redis.call('DEL', KEYS[record]) == 0 and isNew == 0 then return end
  for _, row in ipairs(rows) do
    local kind, key, nth, span, amount, real, mark = unpack(row)
    local name, member = KEYS[key], id .. ':' .. nth
    if kinds[kind] == 'tokens' then
      settleTokens(name, span, amount, real, mark)
    elseif kinds[kind] == 'budget' then
      settleBudget(name, KEYS[key + 1], member, span, amount, real, mark)
    elseif kinds[kind] == 'sum' then
      settleSum(name, member, span, amount, real, mark)
    else
      redis.call('ZREM', name, member)
    end
  end
end
`

/**
 * ARGV: two lists as JSON, each thing with its time, the id and what its function above is told: what has ended, which makes
 * room, and what is to be taken. Keys are told by where they stand in KEYS. Gives the answers to what is to be taken, one
 * after the other.
 */
export const claimsScript = `
for _, ended in ipairs(cjson.decode(ARGV[1])) do
  now = ended[1] or clock
  settle(ended[2], ended[3], ended[4], ended[5])
end
for _, wanted in ipairs(cjson.decode(ARGV[2])) do
  now = wanted[1] or clock
  reserve(wanted[2], wanted[3], wanted[4], wanted[5])
end
return table.concat(answer, ',')
`
