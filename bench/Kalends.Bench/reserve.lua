-- Holds one slot after the other, each once; told to confirm, confirms each hold as its answer comes in.
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  confirms = args[1] == "confirm"
  next_slot, stride = tonumber(args[2]) + number, tonumber(args[3])
  providers, days, clients = tonumber(args[4]), tonumber(args[5]), tonumber(args[6])
  held, confirmed, wrong = 0, 0, 0
  waiting = {}
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  -- Without it wrk need not read the answers.
  if not confirms then response = nil end
end

function request()
  local id = table.remove(waiting)
  if id then return wrk.format(nil, "/v1/reservations/" .. id .. "/confirm") end

  local round = math.floor(next_slot / providers)
  local opening = next_slot % providers * days + round % days + 1
  local slot = string.format("%d", opening * 4096 + math.floor(round / days))
  local client = next_slot % clients + 1
  next_slot = next_slot + stride
  return wrk.format(nil, "/v1/reservations", nil, '{"slot_id":' .. slot .. ',"client_id":' .. client .. '}')
end

function response(status, headers, body)
  if status == 201 then
    held = held + 1
    table.insert(waiting, body:match('"id":(%d+)'))
  elseif status == 200 then
    confirmed = confirmed + 1
  else
    wrong = wrong + 1
  end
end

function done(summary, latency, requests)
  local good, bad = summary.requests - summary.errors.status, summary.errors.status
  if threads[1]:get("confirms") then
    good, bad = 0, 0
    for _, thread in ipairs(threads) do
      good, bad = good + thread:get("confirmed"), bad + thread:get("wrong")
    end
  end
  bad = bad + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format("done %.2f a second, %d went wrong", good / (summary.duration / 1000000), bad))
end
