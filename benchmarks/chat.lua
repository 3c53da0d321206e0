-- wrk's side of a chat: requests that are new each time (or the same each time), and a look at each answer.
--
-- A look is not the full check, which costs more than the servers do and is the open-loop tool's: the answer is a 200,
-- begins and ends with a nonce that is awaited, and has its finish reason and, if it is a stream, its [DONE].
--
-- arguments after --: nonce, same|new, json|sse, request bytes, answer bytes, events, delay ms, gap ms, model,
-- and any number of headers "Name: value".

local threads = {}

function setup(thread)
    table.insert(threads, thread)
    thread:set("number", #threads)
end

function init(args)
    nonce, same, streamed = args[1], args[2] == "same", args[3] == "sse"
    size, answer = tonumber(args[4]), tonumber(args[5])
    script = string.format(":%d:%d:%d:%d:0;", answer, tonumber(args[6]), tonumber(args[7]), tonumber(args[8]))
    front = string.format('{"model":"%s","temperature":0,"messages":[{"role":"user","content":"qbench:', args[9])
    back = streamed and '"}],"stream":true}' or '"}]}'
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    for i = 10, #args do
        local name, value = args[i]:match("^([^:]+):%s*(.*)$")
        wrk.headers[name] = value
    end
    local words = " the gateway answers a repeated question from what it has heard before and asks a new one only once"
    filler = words:rep(math.ceil(size / #words))
    sent, wrong_status, wrong_content, bytes = 0, 0, 0, 0
    awaited = {}
    if same then whole = wrk.format(nil, nil, nil, body(nonce)) end
end

function body(id)
    local known = front .. id .. script
    return known .. filler:sub(1, math.max(size - #known - #back, 0)) .. back
end

function request()
    if same then return whole end
    sent = sent + 1
    local id = nonce .. number .. "x" .. sent
    awaited[id] = true
    return wrk.format(nil, nil, nil, body(id))
end

local function is_good(answer)
    local from, to = answer:find(nonce .. "%w*")
    if not from then return false end
    local id = answer:sub(from, to)
    if same then
        if id ~= nonce then return false end
    else
        if not awaited[id] then return false end
        awaited[id] = nil
    end
    local _, again = answer:find(id, to + 1, true)
    if not again then return false end
    -- Of a document the members may come in any order; of a stream the end is the end.
    local _, finish = answer:find('"stop"', streamed and again + 1 or 1, true)
    return finish and (not streamed or answer:find("data: [DONE]", finish, true))
end

function response(status, headers, answer)
    bytes = bytes + #answer
    if status ~= 200 then
        wrong_status = wrong_status + 1
    elseif not is_good(answer) then
        wrong_content = wrong_content + 1
    end
end

function done(summary, latency, requests)
    local sum = { wrong_status = 0, wrong_content = 0, bytes = 0 }
    for _, thread in ipairs(threads) do
        for name in pairs(sum) do sum[name] = sum[name] + thread:get(name) end
    end
    local errors = summary.errors
    print(string.format(
        '{"requests":%d,"micros":%d,"wrong_status":%d,"wrong_content":%d,"failed":%d,"bytes":%d}',
        summary.requests, summary.duration, sum.wrong_status, sum.wrong_content,
        errors.connect + errors.read + errors.write + errors.timeout, sum.bytes))
end
