/** The script by which a process is allotted a part of limits, tells what it used of the part before, and gives the rest back. */

/** At most this part of what is left goes to one process at a time. */
export const partOfWhatIsLeft = 128

/**
 * Exchanges what a process was allotted of the claims that calls of one caller make together: counts what it used, gives the
 * rest back and allots anew, in one step. All amounts are three figures: requests, tokens, nano-dollars. Read: 1 where this was
 * never sent before; ids of the allotment that ends and of that which begins, and where their records stand (0: none); the lease
 * of the new one and for how long its record is kept, milliseconds; what was `told` as used; the `least` that goes on,
 * which was allotted before; what of that is `kept` for calls under way; what is `wanted`; how many claims, and of each its
 * key, kind, limit, window or lease, and which figure it counts; of a sum what is known to be spent, and how long it is remembered.
 * Said, where one begins: the time, the figures allotted, and of each claim what is used beside them, and what of a sum is spent.
 *
 * It may be sent again: what was done is known by the new record, and by the old one being gone. What is used counts from the
 * time of telling, and what is allotted from the end of its lease: never too early, whatever becomes of the process.
 */
export const allotScript = `
local function three()
  return { read(), read(), read() }
end

local function removeRequests(key, member, amount)
  for from = 1, amount, 1000 do
    local members = {}
    for nth = from, math.min(from + 999, amount) do members[#members + 1] = member .. ':' .. nth end
    redis.call('ZREM', key, unpack(members))
  end
end

local function addRequests(key, member, amount, at, span)
  for from = 1, amount, 1000 do
    local entries = {}
    for nth = from, math.min(from + 999, amount) do
      entries[#entries + 1] = at
      entries[#entries + 1] = member .. ':' .. nth
    end
    redis.call('ZADD', key, unpack(entries))
  end
  if amount > 0 then keep(key, at - now + span) end
end

local function endAllotted(c, member, held, used)
  local amount, real = held[c.figure], used[c.figure]
  if c.kind == 'sum' then
    local spent, _, allotted = openSum(c.key)
    if dropSum(c.key, '~' .. member, amount) then
      redis.call('ZINCRBY', c.key, amount, 'allotted')
      allotted = allotted - amount
    end
    addSum(c.key, spent, c.known - allotted, real, c.life)
  elseif c.kind == 'tokens' then
    forgetBuckets(c.key, c.span)
    if amount > 0 then changeBucket(c.key, c.span, held.at, 0 - amount) end
    if real > 0 then addTokens(c.key, c.span, now, real) end
  else
    removeRequests(c.key, member, amount)
    addRequests(c.key, member .. ':u', real, now, c.span)
  end
end

local function takeAllotted(c, member, amount, lease)
  if amount == 0 then return end
  if c.kind == 'sum' then
    holdSum(c.key, '~' .. member, amount, lease, c.life)
    redis.call('ZINCRBY', c.key, 0 - amount, 'allotted')
  elseif c.kind == 'tokens' then
    addTokens(c.key, c.span, now + lease, amount)
    keep(c.key, c.span + c.span / 30 + lease)
  else
    addRequests(c.key, member, amount, now + lease, c.span)
  end
end

local function readCounted()
  local key, kind, limit, term, figure = read(), kinds[read()], read(), read(), read()
  local c = { key = KEYS[key], kind = kind, limit = limit, span = term, figure = figure }
  if kind == 'sum' then c.known, c.life = read(), read() end
  return c
end

local function heldBy(record)
  local text = record > 0 and redis.call('GET', KEYS[record])
  if not text then return nil end
  local at, requests, tokens, money = string.match(text, '^(%d+) (%d+) (%d+) (%d+)$')
  return { tonumber(requests), tonumber(tokens), tonumber(money), at = tonumber(at) }
end

local function allotted(claims, least, kept, wanted)
  local given = { least[1], least[2], least[3] }
  local most = { wanted[1], wanted[2], wanted[3] }
  for _, c in ipairs(claims) do
    local f = c.figure
    local room = math.floor((c.limit - look(c) - kept[f]) / ${partOfWhatIsLeft})
    most[f] = math.min(most[f], kept[f] + math.max(0, room))
  end
  for f = 1, 3 do given[f] = math.max(given[f], most[f]) end
  return given
end

local function exchange()
  local isNew, fromId, from, toId, to, lease, memory = read(), read(), read(), read(), read(), read(), read()
  local told, least, kept, wanted = three(), three(), three(), three()
  local claims = {}
  for i = 1, read() do claims[i] = readCounted() end
  local made = heldBy(to)
  if not made then
    local held = heldBy(from)
    if not held and isNew == 0 and from > 0 then told = { 0, 0, 0 } end
    if held then redis.call('DEL', KEYS[from]) end
    for i, c in ipairs(claims) do endAllotted(c, fromId .. ':' .. i, held or { 0, 0, 0 }, told) end
  end
  if to == 0 then return end
  local given = made or allotted(claims, least, kept, wanted)
  say(math.floor(now))
  for f = 1, 3 do say(given[f]) end
  for _, c in ipairs(claims) do
    say(look(c) - (made and given[c.figure] or 0))
    say(c.spent or 0)
  end
  if made then return end
  for i, c in ipairs(claims) do takeAllotted(c, toId .. ':' .. i, given[c.figure], lease) end
  redis.call('SET', KEYS[to], string.format('%.0f %.0f %.0f %.0f', now + lease, given[1], given[2], given[3]), 'PX', memory)
end

list, at = cjson.decode(ARGV[1]), 0
while at < #list do
  now = read() or clock
  exchange()
end
return table.concat(answer, ',')
`
