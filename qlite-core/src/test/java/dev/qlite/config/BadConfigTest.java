package dev.qlite.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadConfigTest {
    private static final String SECRET = "sk-proj-0123456789abcdef0123";
    private static final Map<String, String> ENVIRONMENT = Map.of("EMPTY", "", "KEY", SECRET, "BAD", SECRET + "\n");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            server: {prot: 1}                | c:1: server.prot: unknown key (expected: port)
            server: {zzzzzzzzz: 1}           | c:1: server.zzzzzzzzz: unknown key (expected: one of host, port, api_keys, allowed_hosts, cors, tls, default_provider, pass_through, max_body, max_in_flight, max_buffered, max_answer, max_event, explain, usage_cost, drain, heartbeat, head_delay)
            server: {default_provider: mokc}  | c:1: server.default_provider: 'mokc' is no provider that passes on what it does not read (expected: one of type openai)
            server: {max_in_flight: 0}       | c:1: server.max_in_flight: '0' (expected: a whole number from 1 to 1000000)
            server: {max_buffered: half}     | c:1: server.max_buffered: 'half' (expected: a size like 64KB, 8MB or 1GB, or bytes)
            server: {pass_through: files}    | c:1: server.pass_through: a text (expected: a list like [files, "files/*"])
            server: {pass_through: [/files]} | c:1: server.pass_through[0]: '/files' (expected: a path below /v1/ like files, or files/*)
            server: {pass_through: ['a/../b']} | c:1: server.pass_through[0]: 'a/../b' (expected: a path below /v1/ like files, or files/*)
            servers: {port: 1}               | c:1: servers: unknown key (expected: server)
            port: 1                          | c:1: port: unknown here (expected: server.port)
            api_key: x                       | c:1: api_key: unknown here (expected: providers.*.api_key)
            cache: {total: 1s}               | c:1: cache.total: unknown here (expected: timeouts.total or providers.*.timeouts.total)
            key: x                           | c:1: key: unknown here (expected: server.api_keys[].key or server.tls.key)
            server: {port: abc}              | c:1: server.port: 'abc' (expected: a whole number from 0 to 65535)
            server: {port: 65536}            | c:1: server.port: '65536' (expected: a whole number from 0 to 65535)
            server: {port: -1}               | c:1: server.port: '-1' (expected: a whole number from 0 to 65535)
            server: {port: 080}              | c:1: server.port: '080' (expected: a whole number from 0 to 65535)
            server: {port: 1_000}            | c:1: server.port: '1_000' (expected: a whole number from 0 to 65535)
            server: {port: 12:30}            | c:1: server.port: '12:30' (expected: a whole number from 0 to 65535)
            server: {port: 1.0}              | c:1: server.port: '1.0' (expected: a whole number from 0 to 65535)
            server: {port: }                 | c:1: server.port: nothing (expected: a whole number from 0 to 65535)
            server: {port: [1]}              | c:1: server.port: a list (expected: a whole number from 0 to 65535)
            server: {port: {a: 1}}           | c:1: server.port: a mapping (expected: a whole number from 0 to 65535)
            server: {port: !!int 1, host: !x a} | c:1: server.host: a tag (expected: a text)
            server: {host: ''}               | c:1: server.host: '' (expected: a text)
            server: {heartbeat: 15}          | c:1: server.heartbeat: '15' (expected: a duration like 50ms, 15s, 10m or 1h, at least 1ms)
            server: {heartbeat: 0s}          | c:1: server.heartbeat: '0s' (expected: a duration like 50ms, 15s, 10m or 1h, at least 1ms)
            server: {head_delay: 99999h}     | c:1: server.head_delay: '99999h' (expected: a duration like 50ms, 15s, 10m or 1h)
            server: {max_body: 8mb}          | c:1: server.max_body: '8mb' (expected: a size like 64KB, 8MB or 1GB, or bytes)
            server: {max_body: 0}            | c:1: server.max_body: '0' (expected: a size like 64KB, 8MB or 1GB, or bytes)
            server: {max_body: 99999999999GB} | c:1: server.max_body: '99999999999GB' (expected: a size like 64KB, 8MB or 1GB, or bytes)
            server: {max_event: 2GB}         | c:1: server.max_event: '2GB' (expected: a size like 64KB, 8MB or 1GB, or bytes, less than 2GB)
            server:                          | c:1: server: nothing (expected: a mapping with host, port, api_keys, allowed_hosts, cors, tls, default_provider, pass_through, max_body, max_in_flight, max_buffered, max_answer, max_event, explain, usage_cost, drain, heartbeat, head_delay, or {} for the defaults)
            cache: {enabled: no}             | c:1: cache.enabled: 'no' (expected: true or false)
            cache: {enabled: True}           | c:1: cache.enabled: 'True' (expected: true or false)
            cache: {when: sometimes}         | c:1: cache.when: 'sometimes' (expected: always or deterministic)
            cache: {scope: Caller}           | c:1: cache.scope: 'Caller' (expected: caller or shared)
            cache: {ttl_jitter: 0.1}         | c:1: cache.ttl_jitter: '0.1' (expected: a whole percentage from 0% to 90%)
            cache: {ttl_jitter: 91%}         | c:1: cache.ttl_jitter: '91%' (expected: a whole percentage from 0% to 90%)
            cache: {namespace: a b}          | c:1: cache.namespace: 'a b' (expected: a name of letters, digits, '.', '_' and '-')
            cache: {rules: [{ttl: 1m}]}      | c:1: cache.rules[0].model: missing (expected: a text)
            cache: {rules: [{model: a, scope: b}]} | c:1: cache.rules[0].scope: unknown here (expected: cache.scope)
            cache: true                      | c:1: cache: a text (expected: a mapping with enabled, when, scope, namespace, ttl, ttl_jitter, rules, max_size, max_entry, single_flight)
            aliases: {a: mok-gp}             | c:1: aliases.a: nobody serves 'mok-gp' (expected: mock-gpt or mock-*)
            aliases: {a: qqqqqqqqqqqqqqqqqqq} | c:1: aliases.a: nobody serves 'qqqqqqqqqqqqqqqqqqq' (expected: a model that a provider serves)
            aliases: [a]                     | c:1: aliases: a list (expected: names, and a model for each)
            server: {port: '${NO}'}          | c:1: server.port: ${NO}: not set (expected: the environment variable NO, or ${NO:-default})
            server: {host: '${EMPTY}'}       | c:1: server.host: ${EMPTY}: empty (expected: the environment variable EMPTY, or ${EMPTY:-default})
            server: {host: '${NO:-}'}        | c:1: server.host: *** from the environment (expected: a text)
            server: {host: '${a b}'}         | c:1: server.host: a ${ that names no variable (expected: ${NAME}, ${NAME:-default}, or $${ for a literal ${)
            server: {host: 'a${'}            | c:1: server.host: a ${ that names no variable (expected: ${NAME}, ${NAME:-default}, or $${ for a literal ${)
            server: {port: '${KEY}'}         | c:1: server.port: *** from the environment (expected: a whole number from 0 to 65535)
            """)
    void aBadLineIsToldWithItsKey(String line, String problem) {
        assertThat(read(line + "\nproviders: {mock: {type: mock}}\n")).hasMessage(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {type: mock, api_key: x}           | c:1: providers.p.api_key: not a setting of type mock (expected: one of type, models, latency)
            {latency: 1s, api_key: x, type: mock} | c:1: providers.p.api_key: not a setting of type mock (expected: one of type, models, latency)
            {type: mock, lattency: 1s}         | c:1: providers.p.lattency: unknown key (expected: latency)
            {type: mock, ttl: 1s}              | c:1: providers.p.ttl: unknown here (expected: cache.ttl or cache.rules[].ttl)
            {type: mocks}                      | c:1: providers.p.type: 'mocks' (expected: openai or anthropic or google or mock)
            {models: [a]}                      | c:1: providers.p.type: missing (expected: openai or anthropic or google or mock)
            {type: mock, models: a}            | c:1: providers.p.models: a text (expected: a list like [gpt-*, o3*])
            {type: mock, models: []}           | c:1: providers.p.models: an empty list (expected: a list like [gpt-*, o3*])
            {type: mock, models: [a, [b]]}     | c:1: providers.p.models[1]: a list (expected: a text)
            mock                               | c:1: providers.p: a text (expected: a mapping with type, models, base_url, api_key, auth, auth_header, headers, answer_headers, proxy, ca_file, transport, include_usage, default_max_tokens, capabilities, unsupported, latency, max_connections, timeouts)
            {type: openai}                     | c:1: providers.p.api_key: missing (expected: OpenAI's key, auth: client, or a base_url that needs none)
            {type: openai, api_key: '${NO}'}   | c:1: providers.p.api_key: ${NO}: not set (expected: the environment variable NO, or ${NO:-default})
            {type: openai, api_key: '${NO:-}'} | c:1: providers.p.api_key: *** from the environment (expected: a key, of printable characters and without spaces)
            {type: openai, api_key: '${BAD}'}  | c:1: providers.p.api_key: *** from the environment (expected: a key, of printable characters and without spaces)
            {type: openai, api_key: 'a b'}     | c:1: providers.p.api_key: *** (expected: a key, of printable characters and without spaces)
            {type: openai, base_url: 'localhost:1'} | c:1: providers.p.base_url: 'localhost:1' (expected: a URL like https://host/v1, without user, query or #)
            {type: openai, base_url: 'http://u:p@h/v1'} | c:1: providers.p.base_url: a text of 15 characters (expected: a URL like https://host/v1, without user, query or #)
            {type: openai, api_key: k, headers: {'A B': x}} | c:1: providers.p.headers.A B: not a header that can be set (expected: a name like X-Team, and none of the connection's)
            {type: openai, api_key: k, headers: {Host: x}} | c:1: providers.p.headers.Host: not a header that can be set (expected: a name like X-Team, and none of the connection's)
            {type: openai, api_key: k, headers: {X: '${BAD}'}} | c:1: providers.p.headers.X: *** from the environment (expected: a header's value, on one line)
            {type: openai, api_key: k, timeouts: {total: 0s}} | c:1: providers.p.timeouts.total: '0s' (expected: a duration like 50ms, 15s, 10m or 1h, at least 1ms)
            {type: openai, api_key: k, max_connections: 0} | c:1: providers.p.max_connections: '0' (expected: a whole number from 1 to 1000000)
            {type: openai, auth: caller}       | c:1: providers.p.auth: *** (expected: client, or an api_key in its place)
            {type: openai, auth: client, api_key: k} | c:1: providers.p.auth: client beside api_key (expected: one of the two)
            {type: openai, api_key: k, auth_header: 'a b'} | c:1: providers.p.auth_header: 'a b' (expected: a header's name like api-key, and none of the connection's or the content's)
            {type: openai, api_key: k, auth_header: Host} | c:1: providers.p.auth_header: 'Host' (expected: a header's name like api-key, and none of the connection's or the content's)
            {type: openai, api_key: k, auth_header: accept} | c:1: providers.p.auth_header: 'accept' (expected: a header's name like api-key, and none of the connection's or the content's)
            {type: openai, base_url: 'http://h/v1', auth_header: api-key} | c:1: providers.p.auth_header: there is no key for it (expected: api_key, or auth: client)
            {type: openai, api_key: k, headers: {authorization: x}} | c:1: providers.p.headers: authorization is where the key goes (expected: that header, or api_key)
            {type: openai, auth: client, auth_header: Api-Key, headers: {api-key: x}} | c:1: providers.p.headers: api-key is where the key goes (expected: that header, or auth: client)
            {type: openai, api_key: k, headers: {X: y}, answer_headers: [x, Z]} | c:1: providers.p.answer_headers: Z (expected: one of headers)
            {type: openai, api_key: k, answer_headers: []} | c:1: providers.p.answer_headers: an empty list (expected: a list like [OpenAI-Organization])
            {type: openai, api_key: k, proxy: 'h:3128'} | c:1: providers.p.proxy: 'h:3128' (expected: a URL like http://host:3128, or http://user:password@host:3128, without path)
            {type: openai, api_key: k, proxy: 'http://h'} | c:1: providers.p.proxy: 'http://h' (expected: a URL like http://host:3128, or http://user:password@host:3128, without path)
            {type: openai, api_key: k, proxy: 'https://h:1'} | c:1: providers.p.proxy: 'https://h:1' (expected: a URL like http://host:3128, or http://user:password@host:3128, without path)
            {type: openai, api_key: k, proxy: 'http://u:p@h'} | c:1: providers.p.proxy: a text of 12 characters (expected: a URL like http://host:3128, or http://user:password@host:3128, without path)
            {type: anthropic}                  | c:1: providers.p.api_key: missing (expected: Anthropic's key, auth: client, or a base_url that needs none)
            {type: google, api_key: k, default_max_tokens: 1} | c:1: providers.p.default_max_tokens: not a setting of type google (expected: one of type, models, base_url, api_key, auth, headers, answer_headers, proxy, ca_file, transport, capabilities, unsupported, max_connections, timeouts)
            {type: anthropic, api_key: k, auth_header: X} | c:1: providers.p.auth_header: not a setting of type anthropic (expected: one of type, models, base_url, api_key, auth, headers, answer_headers, proxy, ca_file, transport, default_max_tokens, capabilities, unsupported, max_connections, timeouts)
            {type: anthropic, api_key: k, default_max_tokens: 0} | c:1: providers.p.default_max_tokens: '0' (expected: a whole number from 1 to 10000000)
            {type: anthropic, api_key: k, unsupported: ignore} | c:1: providers.p.unsupported: 'ignore' (expected: drop or refuse)
            {type: anthropic, api_key: k, capabilities: {"c-*": {prefil: true}}} | c:1: providers.p.capabilities: c-*: prefil (expected: one of max_output, default_max_tokens, sampling, thinking, thinks_by_default, thinking_off, xhigh_effort, forced_tools, structured_output, prefill, system_between)
            {type: anthropic, api_key: k, capabilities: {"c-*": {prefill: 1}}} | c:1: providers.p.capabilities: c-*: prefill (expected: a value like false)
            {type: anthropic, api_key: k, capabilities: {"c-*": {sampling: ome}}} | c:1: providers.p.capabilities: c-*: sampling: ome (expected: one of both, none, one)
            {type: openai, api_key: k, transport: netty} | c:1: providers.p.transport: 'netty' (expected: sockets or jdk)
            {type: openai, api_key: k, transport: jdk, proxy: 'http://u:p@h:1'} | c:1: providers.p.transport: jdk cannot log in to a proxy (expected: sockets)
            {type: openai, api_key: k, ca_file: /no/ca.pem} | c:1: providers.p.ca_file: /no/ca.pem: there is no such file
            {type: openai, api_key: k, ca_file: /}  | c:1: providers.p.ca_file: /: cannot be read
            """)
    void aBadProviderIsToldWithItsKey(String provider, String problem) {
        assertThat(read("providers: {p: " + provider + "}")).hasMessage(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            api_keys: []                       | api_keys: an empty list (expected: a list, each of it a mapping with name, key)
            api_keys: {a: k}                   | api_keys: a mapping (expected: a list, each of it a mapping with name, key)
            api_keys: [k]                      | api_keys[0]: a text (expected: a mapping with name, key)
            api_keys: [{name: a}]              | api_keys[0].key: missing (expected: a key, of printable characters and without spaces)
            api_keys: [{name: a, key: k}, {key: l}] | api_keys[1].name: missing (expected: a name of letters, digits, '.', '_' and '-')
            api_keys: [{name: a b, key: k}]    | api_keys[0].name: 'a b' (expected: a name of letters, digits, '.', '_' and '-')
            api_keys: [{name: a, key: k l}]    | api_keys[0].key: *** (expected: a key, of printable characters and without spaces)
            api_keys: [{name: a, key: '${KEY} '}] | api_keys[0].key: *** from the environment (expected: a key, of printable characters and without spaces)
            api_keys: [{name: a, kye: k, key: k}] | api_keys[0].kye: unknown key (expected: key)
            api_keys: [{name: a, key: k}, {name: b, key: k}] | api_keys[1].key: *** the same as server.api_keys[0].key (expected: a key of its own)
            api_keys: [{name: a, key: '${KEY}'}, {name: a, key: '${KEY}'}] | api_keys[1].key: *** the same as server.api_keys[0].key (expected: a key of its own)
            allowed_hosts: qlite.example.org   | allowed_hosts: a text (expected: a list like [qlite.example.org])
            allowed_hosts: []                  | allowed_hosts: an empty list (expected: a list like [qlite.example.org])
            allowed_hosts: [a, 'a:80']         | allowed_hosts[1]: 'a:80' (expected: a host like qlite.example.org or [::1], without scheme, port or path)
            allowed_hosts: ['http://a']        | allowed_hosts[0]: 'http://a' (expected: a host like qlite.example.org or [::1], without scheme, port or path)
            allowed_hosts: ['::1']             | allowed_hosts[0]: '::1' (expected: a host like qlite.example.org or [::1], without scheme, port or path)
            allowed_hosts: ['[1:2]']           | allowed_hosts[0]: '[1:2]' (expected: a host like qlite.example.org or [::1], without scheme, port or path)
            allowed_hosts: ['*']               | allowed_hosts[0]: '*' (expected: a host like qlite.example.org or [::1], without scheme, port or path)
            cors: {origins: [app.example.org]} | cors.origins[0]: 'app.example.org' (expected: an origin like https://app.example.org or http://localhost:3000, without a path, or "*")
            cors: {origins: ['https://a/']}    | cors.origins[0]: 'https://a/' (expected: an origin like https://app.example.org or http://localhost:3000, without a path, or "*")
            cors: {origins: ['https://a:0']}   | cors.origins[0]: 'https://a:0' (expected: an origin like https://app.example.org or http://localhost:3000, without a path, or "*")
            cors: {origins: ['https://a:65536']} | cors.origins[0]: 'https://a:65536' (expected: an origin like https://app.example.org or http://localhost:3000, without a path, or "*")
            cors: {origins: ['https://*.a']}   | cors.origins[0]: 'https://*.a' (expected: an origin like https://app.example.org or http://localhost:3000, without a path, or "*")
            cors: {origin: ['*']}              | cors.origin: unknown key (expected: origins)
            cors: ['*']                        | cors: a list (expected: a mapping with origins)
            drain: 30                          | drain: '30' (expected: a duration like 50ms, 15s, 10m or 1h)
            """)
    void aBadWayInIsToldWithItsKey(String key, String problem) {
        assertThat(read("providers: {mock: {type: mock}}\nserver:\n  " + key)).hasMessage("c:3: server." + problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            modles: []                                    | modles: unknown key (expected: models)
            models: []                                    | models: an empty list (expected: a list, each of it a mapping with model, input, output, cached, cache_write, cache_write_1h, reasoning, audio_input, audio_output, image_input, image_output, request)
            models: {gpt-4o: 1}                           | models: a mapping (expected: a list, each of it a mapping with model, input, output, cached, cache_write, cache_write_1h, reasoning, audio_input, audio_output, image_input, image_output, request)
            models: [gpt-4o]                              | models[0]: a text (expected: a mapping with model, input, output, cached, cache_write, cache_write_1h, reasoning, audio_input, audio_output, image_input, image_output, request)
            models: [{input: 1, output: 2}]               | models[0].model: missing (expected: a text)
            models: [{model: '', input: 1}]               | models[0].model: '' (expected: a text)
            models: [{model: a}, {model: b, inptu: 1}]    | models[1].inptu: unknown key (expected: input)
            models: [{model: a, prompt: 1}]               | models[0].prompt: unknown key (expected: one of model, input, output, cached, cache_write, cache_write_1h, reasoning, audio_input, audio_output, image_input, image_output, request)
            models: [{model: a, ttl: 1m}]                 | models[0].ttl: unknown here (expected: cache.ttl or cache.rules[].ttl)
            models: [{model: a, input: -1}]               | models[0].input: '-1' (expected: a price like 2.50, in digits)
            models: [{model: a, output: much}]            | models[0].output: 'much' (expected: a price like 2.50, in digits)
            models: [{model: a, cached: 1e-6}]            | models[0].cached: '1e-6' (expected: a price like 2.50, in digits)
            models: [{model: a, cache_write: .5}]         | models[0].cache_write: '.5' (expected: a price like 2.50, in digits)
            models: [{model: a, cache_write_1h: 5.}]      | models[0].cache_write_1h: '5.' (expected: a price like 2.50, in digits)
            models: [{model: a, reasoning: $1}]           | models[0].reasoning: '$1' (expected: a price like 2.50, in digits)
            models: [{model: a, audio_input: 1_0}]        | models[0].audio_input: '1_0' (expected: a price like 2.50, in digits)
            models: [{model: a, audio_output: '1,5'}]     | models[0].audio_output: '1,5' (expected: a price like 2.50, in digits)
            models: [{model: a, image_input: .nan}]       | models[0].image_input: '.nan' (expected: a price like 2.50, in digits)
            models: [{model: a, image_output: [1]}]       | models[0].image_output: a list (expected: a price like 2.50, in digits)
            models: [{model: a, request: }]               | models[0].request: nothing (expected: a price like 2.50, in digits)
            models: [{model: a, input: 1234567890}]       | models[0].input: '1234567890' (expected: a price like 2.50, in digits)
            models: [{model: a, input: 0.1234567890123}]  | models[0].input: '0.1234567890123' (expected: a price like 2.50, in digits)
            models: [{model: a, input: '${KEY}'}]         | models[0].input: *** from the environment (expected: a price like 2.50, in digits)
            file: ''                                      | file: '' (expected: a file's path)
            file: [a]                                     | file: a list (expected: a file's path)
            file: no/prices.json                          | file: no/prices.json: there is no such file
            file: /                                       | file: /: cannot be read
            """)
    void aBadPriceIsToldWithItsKey(String key, String problem) {
        assertThat(read("providers: {mock: {type: mock}}\npricing:\n  " + key)).hasMessage("c:3: pricing." + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''              | c: empty (expected: a mapping with at least 'providers')
            '# nothing'     | c: empty (expected: a mapping with at least 'providers')
            '[a]'           | c: a list (expected: a mapping with at least 'providers')
            'a'             | c: a text (expected: a mapping with at least 'providers')
            '{}'            | c: providers: missing (expected: names, and a mapping for each)
            'providers: {}' | c:1: providers: an empty mapping (expected: names, and a mapping for each)
            'providers:'    | c:1: providers: nothing (expected: names, and a mapping for each, or {} for the defaults)
            'a: *x'         | c:1: not YAML: an alias (*) without its anchor (&)
            'a: [*]'        | c:1: not YAML: a * that begins a text (expected: "*")
            'a: ${X'        | c: providers: missing (expected: names, and a mapping for each)
            """)
    void aFileThatIsNoConfigurationIsToldInWords(String yaml, String first) {
        assertThat(read(yaml).problems().get(0)).hasToString(first);
    }

    @Test
    void everythingWrongIsToldAtOnceInTheOrderOfTheLines() {
        ConfigException e = read("""
                cache:
                  ttl: forever
                server:
                  port: http
                  port: 80
                  nort: 80
                  api_keys:
                    - name: a
                      key: k
                    - {name: b, key: k}
                    - {name: c}
                providers:
                  a: {type: mock, models: [x]}
                  b: {type: mock, models: [x]}
                  c d: {type: mock, models: [y]}
                aliases: {z: nowhere}
                """);

        assertThat(e.problems())
                .extracting(ConfigException.Problem::line, ConfigException.Problem::key)
                .containsExactly(
                        tuple(2, "cache.ttl"),
                        tuple(4, "server.port"),
                        tuple(5, "server.port"),
                        tuple(6, "server.nort"),
                        tuple(10, "server.api_keys[1].key"),
                        tuple(11, "server.api_keys[2].key"),
                        tuple(14, "providers.b"),
                        tuple(15, "providers.c d"));
        assertThat(e)
                .hasMessageContaining("c:5: server.port: said twice (first on line 4)")
                .hasMessageContaining("c:14: providers.b: model x: given to two providers, a and b");
    }

    /** Each puts a key where it does not belong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "providers: {openai: KEY}",
                "providers: {openai: {type: KEY}}",
                "providers: {openai: {type: openai, apikey: KEY}}",
                "providers: {openai: {type: openai, api_key: [KEY]}}",
                "providers: {openai: {type: openai, api_key: KEY KEY}}",
                "providers: {openai: {type: openai, api_key: KEY: KEY}}",
                "providers: {openai: {type: openai, base_url: KEY}}",
                "providers: {openai: {type: openai, base_url: 'http://u:KEY@x'}}",
                "providers: {openai: {type: openai, latency: KEY}}",
                "providers: {mock: {type: mock, api_key: KEY}}",
                "providers: {openai: {type: openai, auth: KEY}}",
                "providers: {openai: {type: openai, auth: client, auth_header: X, headers: {X: KEY}}}",
                "providers: {openai: {type: openai, api_key: KEY, headers: {Authorization: KEY}}}",
                "providers: {openai: {type: openai, api_key: KEY, auth: client}}",
                "providers: {openai: {type: openai, proxy: 'http://KEY@h'}}",
                "providers: {openai: {type: openai, api_key: *KEY}}",
                "providers: {openai: {type: openai, api_key: !KEY x}}",
                "providers: {openai: {type: openai, api_key: %KEY}}",
                "providers: {openai: {type: openai, api_key: 'KEY}}",
                "providers: {openai: {type: openai, api_key: KEY",
                "server: {port: KEY}",
                "cache: {enabled: KEY}",
                "server: {api_keys: KEY}",
                "server: {api_keys: [KEY]}",
                "server: {api_keys: [{key: KEY}]}",
                "server: {api_keys: [{name: a, key: KEY}, {name: b, key: KEY}]}",
                "server: {api_keys: [{name: a, key: KEY KEY}]}",
                "server: {api_keys: [{name: KEY KEY, key: a}]}",
                "server: {api_keys: {team-a: KEY}}",
                "server: {api_keys: [{team-a: KEY}]}",
                "server: {allowed_hosts: [KEY_]}",
                "server: {cors: {origins: [KEY]}}",
                "KEY",
            })
    void noErrorShowsASecret(String yaml) {
        ConfigException e = read(yaml.replace("KEY", SECRET));

        assertThat(e).hasNoCause();
        assertThat(e.toString()).doesNotContain(SECRET).doesNotContain("sk-proj");
    }

    @Test
    void noErrorShowsAnythingFromTheEnvironment() {
        for (String key : new String[] {"port", "max_body", "heartbeat"}) {
            assertThat(read("server: {" + key + ": '${SHORT}'}", Map.of("SHORT", "pa55")))
                    .hasMessageNotContaining("pa55");
        }
        assertThat(read("aliases: {a: '${SHORT}'}\nproviders: {m: {type: mock}}", Map.of("SHORT", "pa55")))
                .hasMessageNotContaining("pa55");
    }

    @Test
    void aFlowMappingWithAnUnquotedVariableIsExplained() {
        assertThat(read("a: 1\nproviders: {p: {type: openai, api_key: ${KEY}}}"))
                .hasMessageStartingWith("c:2: not YAML: ")
                .hasMessageEndingWith("(inside { } and [ ] a ${…} stands in quotes)");
    }

    @Test
    void bombsAreRefused() {
        String anchors = """
                a: &a [x]
                b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
                c: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
                """;

        assertThat(read(anchors)).hasMessage("c: not a configuration: nested too deep or too often repeated");
        assertThat(read("a: " + "[".repeat(10_000)))
                .hasMessage("c: not a configuration: nested too deep or too often repeated");
        assertThat(read("a: " + "x".repeat(1 << 20))).hasMessage("c: larger than 1 MB (expected: a configuration)");
        assertThat(read("a: &a [*a]")).hasMessageContaining("a: unknown key");
    }

    @Test
    void aKeyInTheEnvironmentThatCannotBeOneIsAnError() {
        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> QliteConfig.fromEnvironment(Map.of("OPENAI_API_KEY", SECRET + "\n")));

        assertThat(e)
                .hasMessage("environment: OPENAI_API_KEY: *** (expected: a key, of printable characters and without"
                        + " spaces)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aFileWithoutCertificatesIsTold(String text, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), text);

        assertThat(read("providers:\n  p:\n    type: openai\n    api_key: k\n    ca_file: " + file))
                .hasMessageStartingWith("c:5: providers.p.ca_file: " + file + ": no certificate")
                .hasMessageEndingWith("(expected: BEGIN CERTIFICATE)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                 | no valid JSON:
            no JSON                            | no valid JSON:
            {"gpt-4o":                         | no valid JSON:
            {"a": {"input_cost_per_token": 1}} x | no valid JSON:
            [{"a": {}}]                        | no JSON object (expected: a map of models to their prices)
            null                               | no JSON object (expected: a map of models to their prices)
            """)
    void aFileWithoutPricesIsTold(String text, String problem, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.json"), text);

        assertThat(priced(file)).hasMessageStartingWith("c:3: pricing.file: " + file + ": " + problem);
    }

    @Test
    void aFileOfPricesHasAtMost32Mb(@TempDir Path directory) throws IOException {
        byte[] map = new byte[32 << 20];
        Arrays.fill(map, (byte) ' ');
        map[0] = '{';
        map[1] = '}';
        Path file = Files.write(directory.resolve("prices.json"), map);
        assertThatCode(() -> QliteConfig.read(pricing(file), "c", ENVIRONMENT)).doesNotThrowAnyException();

        Files.writeString(file, " ", StandardOpenOption.APPEND);
        assertThat(priced(file))
                .hasMessage("c:3: pricing.file: " + file + ": more than 32 MB (expected: a map of prices)");
    }

    @Test
    void aFileThatCannotBeReadIsTold(@TempDir Path directory) throws IOException {
        Path latin = Files.write(directory.resolve("c"), "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(load(latin)).hasMessage("c: not a text in UTF-8");
        assertThat(load(directory.resolve("none.yaml"))).hasMessage("none.yaml: there is no such file");
        assertThat(load(directory)).hasMessageEndingWith(": a directory (expected: a file)");
    }

    private static ConfigException priced(Path file) {
        return read(pricing(file));
    }

    private static String pricing(Path file) {
        return "providers: {mock: {type: mock}}\npricing:\n  file: " + file;
    }

    private static ConfigException load(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> QliteConfig.load(file, Map.of()));
    }

    private static ConfigException read(String yaml) {
        return read(yaml, ENVIRONMENT);
    }

    private static ConfigException read(String yaml, Map<String, String> environment) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> QliteConfig.read(yaml, "c", environment));
        assertThat(e).as(yaml).isNotNull();
        return e;
    }
}
