-- Posts the same body each time, or told "different", one with another number in its comment.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local file = io.open(args[1], "rb")
  wrk.method = "POST"
  wrk.body = file:read("*a")
  file:close()
  wrk.headers["Content-Type"] = "application/json"
  if args[2] == "different" then
    local from, to = wrk.body:find("00000000", 1, true)
    before, after = wrk.body:sub(1, from - 1), wrk.body:sub(to + 1)
    -- Each run starts somewhere else, so that no round repeats the documents of an earlier one.
    math.randomseed(os.time() * 2 + number)
    next_number = math.random(0, 9999999)
    wrk.body = nil
  else
    same = wrk.format()
  end
end

function request()
  if same then return same end
  next_number = next_number + 1
  return wrk.format(nil, nil, nil, before .. string.format("%08d", next_number) .. number .. after)
end
