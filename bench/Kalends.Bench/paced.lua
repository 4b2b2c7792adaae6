-- A bounded load: each connection pauses between two requests. Every fourth makes a client, the others list slots.
local pause, providers, count = 0, 1, 0

function init(args)
  pause, providers = tonumber(args[1]), tonumber(args[2])
end

function delay()
  return pause
end

function request()
  count = count + 1
  if count % 4 == 0 then
    local headers = { ["Content-Type"] = "application/json", ["Authorization"] = wrk.headers["Authorization"] }
    return wrk.format("POST", "/v1/clients", headers, '{"first_name":"Ada","last_name":"Lovelace"}')
  end
  return wrk.format("GET", "/v1/providers/" .. math.random(providers) .. "/slots?limit=50")
end
