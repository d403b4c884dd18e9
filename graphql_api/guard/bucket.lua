-- Take ARGV[3] points from the bucket KEYS[1], which holds ARGV[1] and leaks ARGV[2] a second.
-- Its level is what was taken and has not leaked yet. The time is Valkey's: clocks of clients differ.
local limit, per_second, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'level', 'since')
local level, since = tonumber(kept[1] or 0), tonumber(kept[2] or now)
level = math.max(0, level - math.max(0, now - since) * per_second)
local is_allowed = level + cost <= limit
if is_allowed then
  level = level + cost
end
redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level), 'since', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(limit / per_second * 1000))
return {is_allowed and 1 or 0, string.format('%.6f', level), string.format('%.6f', now)}
