-- Puts values of one KiB, each different from all before, over 1,000 keys of Consul. RUN keeps two runs apart.
local filler = string.rep("x", 1000)
local run = os.getenv("RUN")
local number = 0

request = function()
  number = number + 1
  return wrk.format("PUT", "/v1/kv/write/" .. (number % 1000), nil, string.format("%12d%12s", number, run):gsub(" ", "0") .. filler)
end
