/** What Redis does by itself, in one step each: take claims all or none, settle them, read budgets, keep rests. */
import { allotScript } from './allot-script.js'
import { bucketScript } from './bucket-script.js'
import { claimsScript, figuresScript, reserveScript, settleScript } from './claim-scripts.js'
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

/** The same where each thing brings its time, or false. */
const clockOfEach = `
local now
local clock = redis.call('TIME')
clock = clock[1] * 1000 + math.floor(clock[2] / 1000)
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
  claims: luaScript(clockOfEach, expiry, budget, sumScript, bucketScript, figuresScript, reserveScript, settleScript, claimsScript),
  allot: luaScript(clockOfEach, expiry, budget, sumScript, bucketScript, figuresScript, reserveScript, allotScript),
  add: luaScript(clock, expiry, bucketScript, add),
  budgets: luaScript(clock, expiry, budget, budgets),
  shareRest: luaScript(clock, expiry, shareRest),
  rests: luaScript(clock, rests),
}
