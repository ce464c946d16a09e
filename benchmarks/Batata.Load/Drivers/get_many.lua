-- Config GET over KEYS keys in an order that visits each one once before the first comes again.
local count = tonumber(os.getenv("KEYS"))
local requests = {}
local at = 0

init = function(args)
  for i = 0, count - 1 do
    requests[i] = wrk.format("GET", "/nacos/v1/cs/configs?dataId=key-" .. i .. "&group=g")
  end
end

request = function()
  at = (at + 7919) % count
  return requests[at]
end
