using System.Diagnostics;
using System.Net.Sockets;
using Kalends.Bench.Kit;

namespace Kalends.Bench.Drills;

/// <summary>haproxy or nginx in front of two servers, set up as the operator's page says.</summary>
sealed class LoadBalancer : IAsyncDisposable
{
    readonly Process _process;
    readonly string _log;
    bool _isStopped;

    LoadBalancer(Process process, int port, string log) =>
        (_process, Url, _log) = (process, $"http://127.0.0.1:{port}", log);

    public string Url { get; }

    public static Task<LoadBalancer> Haproxy(Workshop shop, int first, int second) => Start(
        shop, "haproxy", port => $"""
            defaults
              mode http
              timeout connect 2s
              timeout client 60s
              timeout server 60s
              retries 3
              option redispatch

            frontend all
              bind 127.0.0.1:{port}
              default_backend kalends

            backend kalends
              option httpchk GET /readyz
              http-check expect status 200
              default-server check inter 500ms fall 2 rise 2
              server first 127.0.0.1:{first}
              server second 127.0.0.1:{second}

            """, config => ["-f", config, "-db", "-q"]);

    public static Task<LoadBalancer> Nginx(Workshop shop, int first, int second) => Start(
        shop, "nginx", port => $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{shop.PathOf("nginx.pid")}};
            error_log {{shop.PathOf("nginx.log")}};
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path {{shop.PathOf("nginx-body")}};
              proxy_temp_path {{shop.PathOf("nginx-proxy")}};
              fastcgi_temp_path {{shop.PathOf("nginx-fastcgi")}};
              uwsgi_temp_path {{shop.PathOf("nginx-uwsgi")}};
              scgi_temp_path {{shop.PathOf("nginx-scgi")}};

              upstream kalends {
                server 127.0.0.1:{{first}} max_fails=1 fail_timeout=2s;
                server 127.0.0.1:{{second}} max_fails=1 fail_timeout=2s;
                keepalive 32;
                keepalive_timeout 3s;
              }

              server {
                listen 127.0.0.1:{{port}};
                location / {
                  proxy_pass http://kalends;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_next_upstream error timeout;
                  proxy_read_timeout 60s;
                }
              }
            }

            """, config => ["-e", shop.PathOf("nginx.log"), "-c", config]);

    /// <summary>
    /// What it says of requests that it could not pass on; a refused connection is one that it tried elsewhere.
    /// </summary>
    public IEnumerable<string> Complaints() => File.Exists(_log)
        ? File.ReadLines(_log).Where(line => !line.Contains("Connection refused", StringComparison.Ordinal))
        : [];

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await Workshop.Execute("kill", "-TERM", $"{_process.Id}");
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static async Task<LoadBalancer> Start(
        Workshop shop, string program, Func<int, string> config, Func<string, string[]> args)
    {
        var (port, file) = (Workshop.FreePort(), shop.PathOf($"{program}.conf"));
        await File.WriteAllTextAsync(file, config(port));
        var balancer = shop.Keep(new LoadBalancer(
            Process.Start(program, args(file)), port, shop.PathOf($"{program}.log")));
        for (var tries = 0; !await Listens(port); tries++)
        {
            if (tries == 100 || balancer._process.HasExited)
                throw new InvalidOperationException($"{program} did not start.");
            await Task.Delay(50);
        }
        return balancer;
    }

    static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
