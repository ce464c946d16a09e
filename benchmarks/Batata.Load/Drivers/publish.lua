-- Publishes contents of one KiB, each different from all before, over 1,000 keys. RUN keeps two runs apart.
local filler = string.rep("x", 1000)
local run = os.getenv("RUN")
local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local number = 0

request = function()
  number = number + 1
  local content = string.format("%12d%12s", number, run):gsub(" ", "0") .. filler
  return wrk.format("POST", "/nacos/v1/cs/configs", headers, "dataId=write-" .. (number % 1000) .. "&group=g&content=" .. content)
end
