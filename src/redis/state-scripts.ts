/** What Redis does by itself, in one step each: take claims all or none, settle them, read budgets, keep rests. */
import { bucketScript } from './bucket-script.js'
import { luaScript } from './lua-script.js'
import { sumScript } from './sum-script.js'

/** The time by Redis's own clock, so that the clocks of its callers need not agree; tests give one. Milliseconds since 1970. */
const clock = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
`

/** Longer than what is counted by so many milliseconds: a key ends a little after its last entry has. */
const expiry = `
local slackMs = 1000
local function keep(key, ms)
  local wanted = math.ceil(ms) + slackMs
  if redis.call('PTTL', key) < wanted then redis.call('PEXPIRE', key, wanted) end
end
`

/** A budget: a hash with the end of its period, what is spent and reserved; beside it reservations \`id:amount\` by their end. */
const budget = `
local function openBudget(key, leases)
  local ends = tonumber(redis.call('HGET', key, 'ends'))
  if ends and now >= ends then
    redis.call('DEL', key, leases)
    ends = nil
  end
  if not ends then return nil, 0, 0 end
  repeat
    local over = redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 500)
    local lost = 0
    for _, lease in ipairs(over) do lost = lost + tonumber(string.match(lease, ':(%d+)$')) end
    if #over > 0 then
      redis.call('ZREM', leases, unpack(over))
      redis.call('HINCRBY', key, 'reserved', 0 - lost)
    end
  until #over < 500
  local held = redis.call('HMGET', key, 'spent', 'reserved')
  return ends, tonumber(held[1]) or 0, tonumber(held[2]) or 0
end
local function keepBudget(key, leases, ends)
  redis.call('PEXPIRE', key, math.ceil(ends - now) + slackMs)
  redis.call('PEXPIRE', leases, math.ceil(ends - now) + slackMs)
end
`

/**
 * ARGV: time, id, milliseconds to remember the reservation (0: not), then for each claim kind, limit, span, amount, lease;
 * and for a sum how long it is remembered, milliseconds, its span being what is known to be spent.
 * KEYS: the reservation, then for each claim its key, and for a budget the key of its reservations.
 * Gives \`{1, time, used, wait, mark, …}\` with three for each claim, or \`{0, claim, used, wait, mark}\`. A wait of 0 is none,
 * and one of -1 lasts until a sum's period ends. The mark of a budget is the end of its period, that of a sum what is spent.
 */
const reserve = `
local id = ARGV[2]
local claims, at, key = {}, 4, 2
while at <= #ARGV do
  local c = { kind = ARGV[at], limit = tonumber(ARGV[at + 1]), span = tonumber(ARGV[at + 2]), amount = tonumber(ARGV[at + 3]), lease = tonumber(ARGV[at + 4]) }
  c.key = KEYS[key]
  key = key + 1
  if c.kind == 'budget' then
    c.leases = KEYS[key]
    key = key + 1
  elseif c.kind == 'sum' then
    c.known, c.life = c.span, tonumber(ARGV[at + 5])
    at = at + 1
  end
  claims[#claims + 1] = c
  at = at + 5
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

local more = {}
for i, c in ipairs(claims) do
  c.before = look(c)
  local used = c.before + (more[c.key] or 0)
  local wait = waitOf(c, used)
  if wait ~= 0 then return { 0, i - 1, used, math.ceil(wait), markOf(c) } end
  more[c.key] = (more[c.key] or 0) + c.amount
end
for i, c in ipairs(claims) do take(c, id .. ':' .. i) end
local answer = { 1, now }
for _, c in ipairs(claims) do
  local used = c.before + more[c.key]
  answer[#answer + 1] = used
  answer[#answer + 1] = math.ceil(waitOf(c, used))
  answer[#answer + 1] = markOf(c)
end
if ARGV[3] ~= '0' then redis.call('SET', KEYS[1], '1', 'PX', ARGV[3]) end
return answer
`

/**
 * ARGV: time, id, 1 where this was never sent before, then for each claim kind, its number, span, reserved amount, real amount,
 * and when it was taken (tokens) or its period ends (budget; 0: any). Of a sum the span is what was known to be spent, and the
 * last how long it is remembered, milliseconds.
 * A second time is known by the reservation being gone. One that ended by itself is settled all the same: the money was spent.
 */
const settle = `
if redis.call('DEL', KEYS[1]) == 0 and ARGV[3] ~= '1' then return 0 end
local at, key = 4, 2
while at <= #ARGV do
  local kind, member, span = ARGV[at], ARGV[2] .. ':' .. ARGV[at + 1], tonumber(ARGV[at + 2])
  local amount, real, mark = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local name = KEYS[key]
  key = key + 1
  if kind == 'tokens' then
    forgetBuckets(name, span)
    local bucket = string.format('%.0f', math.floor(mark / (span / 60)))
    local before = tonumber(redis.call('HGET', name, bucket))
    if before then
      local change = math.max(0, before + real - amount) - before
      redis.call('HINCRBY', name, bucket, change)
      redis.call('HINCRBY', name, 'sum', change)
    end
  elseif kind == 'budget' then
    local leases = KEYS[key]
    key = key + 1
    local ends = openBudget(name, leases)
    if mark == 0 and not ends then
      ends = now + span
      redis.call('HSET', name, 'ends', ends)
    end
    if ends and (mark == 0 or mark == ends) then
      if redis.call('ZREM', leases, member .. ':' .. string.format('%.0f', amount)) == 1 then
        redis.call('HINCRBY', name, 'reserved', 0 - amount)
      end
      redis.call('HINCRBY', name, 'spent', real)
      keepBudget(name, leases, ends)
    end
  elseif kind == 'sum' then
    settleSum(name, member, span, amount, real, mark)
  else
    redis.call('ZREM', name, member)
  end
  at = at + 6
end
return 1
`

/**
 * What a process admitted by itself. KEYS: a window. ARGV: time, kind, a name for it all, span, then how long ago and how
 * much for each step. Requests of one name are counted once, however often they are told.
 */
const add = `
local kind, name, span = ARGV[2], ARGV[3], tonumber(ARGV[4])
if kind == 'tokens' then forgetBuckets(KEYS[1], span) end
for at = 5, #ARGV, 2 do
  local time, amount = now - tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  if kind == 'tokens' then
    addTokens(KEYS[1], span, time, amount)
  else
    for nth = 1, amount do redis.call('ZADD', KEYS[1], time, name .. ':' .. at .. ':' .. nth) end
  end
end
if kind == 'requests' then keep(KEYS[1], span) end
return 1
`

/** KEYS: two for each budget. Gives spent, reserved and milliseconds to the end of the period (0: not begun) for each. */
const budgets = `
local answer = {}
for i = 1, #KEYS, 2 do
  local ends, spent, reserved = openBudget(KEYS[i], KEYS[i + 1])
  answer[#answer + 1] = spent
  answer[#answer + 1] = reserved
  answer[#answer + 1] = ends and math.ceil(ends - now) or 0
end
return answer
`

/** ARGV: time, who tells, milliseconds, deployment. Keeps the longest rest each has told, and tells the others. */
const shareRest = `
local ms = tonumber(ARGV[3])
local member = ARGV[2] .. ' ' .. ARGV[4]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local known = tonumber(redis.call('ZSCORE', KEYS[1], member))
if not known or known < now + ms then redis.call('ZADD', KEYS[1], now + ms, member) end
keep(KEYS[1], ms)
redis.call('PUBLISH', KEYS[2], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
return 1
`

/** Gives \`{who and deployment, milliseconds, …}\` of the rests under way. */
const rests = `
local answer = {}
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf', 'WITHSCORES')
for i = 1, #found, 2 do
  answer[i] = found[i]
  answer[i + 1] = math.ceil(tonumber(found[i + 1]) - now)
end
return answer
`

export const stateScripts = {
  reserve: luaScript(clock, expiry, budget, sumScript, bucketScript, reserve),
  settle: luaScript(clock, expiry, budget, sumScript, bucketScript, settle),
  add: luaScript(clock, expiry, bucketScript, add),
  budgets: luaScript(clock, expiry, budget, budgets),
  shareRest: luaScript(clock, expiry, shareRest),
  rests: luaScript(clock, rests),
}
