-- Registers one care event after the other: told "hot", all of one caregiver, else of each in turn.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  hot, starts_at, caregivers, types = args[1] == "hot", args[2], tonumber(args[3]), tonumber(args[4])
  n = number * 7919
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  n = n + 1
  local caregiver = hot and 1 or n % caregivers + 1
  return wrk.format(nil, "/v1/care-events", nil, string.format(
    '{"caregiver_id":%d,"event_type_id":%d,"starts_at":"%s"}', caregiver, n % types + 1, starts_at))
end
