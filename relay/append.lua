-- Adds one record to its feed's log and publishes it, if it is the next one. All or nothing.
--
-- KEYS  1 the log           2 the key that stands as long as the logs do
-- ARGV  1 what it holds     2 how many keys had been evicted when it was set
--       3 the record's seq  4 the record                            5 the feed's channel
--       6 now, ms           7 entries are kept this long, ms        8 the log's expiry, s
--       9 '1' where the log may begin anew with this record
local log, filled = KEYS[1], KEYS[2]
local mark, evicted, seq, record, channel = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local now, keep, expiry, may_begin = ARGV[6], ARGV[7], ARGV[8], ARGV[9] == '1'

local function top_of_log()
  local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  return newest and tonumber(string.match(newest[1], '^%d+'))
end

local function is_old(entry)
  -- An entry is its id and its fields: record, <record>, relayed_at, <ms>.
  return entry and tonumber(entry[2][4]) < tonumber(now) - tonumber(keep)
end

-- An entry goes once the one after it is old: the log reaches back for all of `keep`, and its last
-- entry stays. At most so many a call: what a refill added at one time grows old at one time.
local function trim()
  if not is_old(redis.call('XRANGE', log, '-', '+', 'COUNT', 2)[2]) then return end
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 64)
  local first = 2
  while is_old(oldest[first + 1]) do first = first + 1 end
  redis.call('XTRIM', log, 'MINID', oldest[first][1])
end

-- Redis may be full, and it was the mark's turn to go.
local function has_evicted()
  local told = string.match(redis.call('INFO', 'stats'), 'evicted_keys:(%d+)')
  return tonumber(told) > tonumber(evicted)
end

local top, outcome, standing = top_of_log(), 'ADDED', redis.call('GET', filled)
if not standing and (top or has_evicted()) then
  redis.call('SET', filled, mark)
elseif standing ~= mark then
  return 'EMPTIED'
end
if top and tonumber(seq) <= top then return 'IGNORED' end
if tonumber(seq) ~= (top or 0) + 1 then
  if not may_begin then return top and 'JUMP' or 'EVICTED' end
  redis.call('DEL', log)
  outcome = top and 'RESTARTED' or 'BEGUN'
end
redis.call('XADD', log, seq .. '-0', 'record', record, 'relayed_at', now)
redis.call('EXPIRE', log, expiry)
trim()
redis.call('PUBLISH', channel, record)
return outcome
