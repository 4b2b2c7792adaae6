using System.Globalization;
using Npgsql;

namespace Kalends.Platform.Storage.Engines.Postgres;

/// <summary>The address of PostgreSQL as a URL, read as libpq reads it.</summary>
static class PostgresUrl
{
    // Options whose names differ between libpq and the driver.
    static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["connect_timeout"] = "Timeout",
        ["keepalives"] = "Tcp Keepalive",
        ["keepalives_idle"] = "Tcp Keepalive Time",
        ["keepalives_interval"] = "Tcp Keepalive Interval",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["gssencmode"] = "GSS Encryption Mode",
    };

    /// <summary>postgresql://user:password@host:port,host:port/database?option=value&amp;…</summary>
    public static NpgsqlConnectionStringBuilder Read(string url)
    {
        var (start, options) = Cut(url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..], '?');
        var (servers, database) = Cut(start, '/');
        var at = servers.LastIndexOf('@');
        var builder = new NpgsqlConnectionStringBuilder();
        Meet(builder, servers[(at + 1)..]);
        if (database is { Length: > 0 })
            builder.Database = Decoded(database);
        if (at >= 0)
        {
            var (user, password) = Cut(servers[..at], ':');
            builder.Username = Decoded(user);
            builder.Password = password is null ? null : Decoded(password);
        }

        var given = new HashSet<string>();
        foreach (var (name, value) in (options ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(option => Cut(option, '=')))
        {
            if (!given.Add(Decoded(name)))
                throw PostgresAddress.Refusal($"the option {Decoded(name)} is given twice.");
            Set(builder, Decoded(name), Decoded(value ?? ""));
        }
        return builder;
    }

    /// <summary>A single server has its port in a separate option; several servers each include their own.</summary>
    static void Meet(NpgsqlConnectionStringBuilder builder, string list)
    {
        var servers = list.Split(',').Select(Server).ToList();
        if (servers is [var (host, port)])
            (builder.Host, builder.Port) = (host.Trim('[', ']'), port);
        else
            builder.Host = string.Join(',', servers.Select(server => $"{server.Host}:{server.Port}"));
    }

    static (string Host, int Port) Server(string text)
    {
        var colon = text.LastIndexOf(':');
        var (host, port) = colon > text.LastIndexOf(']') ? (text[..colon], text[(colon + 1)..]) : (text, "");
        var number = (ushort)NpgsqlConnection.DefaultPort;
        if (port.Length > 0 && !(ushort.TryParse(port, CultureInfo.InvariantCulture, out number) && number > 0))
            throw PostgresAddress.Refusal($"{port} is no port.");
        return (host.Length > 0 ? Decoded(host) : "localhost", number);
    }

    static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        if (name == "sslrootcert" && value == "system")
        {
            // The driver uses the system's certificate authorities if no certificate is named.
            if (!builder.ShouldSerialize("SSL Mode"))
                builder.SslMode = SslMode.VerifyFull;
            return;
        }
        string[] spellings =
        [
            Renamed.GetValueOrDefault(name, name), name.Replace('_', ' '),
            name.Replace("_", "", StringComparison.Ordinal),
        ];
        var keyword = spellings.FirstOrDefault(builder.ContainsKey)
            ?? throw PostgresAddress.Refusal($"the option {name} is not known.");
        try
        {
            builder[keyword] = ValueOf(name, value);
        }
        catch (ArgumentException)
        {
            throw PostgresAddress.Refusal($"the option {name} cannot have this value.");
        }
    }

    /// <summary>Converts a value to the driver's spelling: verify-ca becomes VerifyCA.</summary>
    static string ValueOf(string name, string value) => (name, value) switch
    {
        ("sslmode", _) => value.Replace("-", "", StringComparison.Ordinal),
        ("require_auth", _) => string.Join(',', value.Split(',').Select(Method)),
        ("keepalives" or "load_balance_hosts", "1" or "random") => "true",
        ("keepalives" or "load_balance_hosts", "0" or "disable") => "false",
        _ => value,
    };

    static string Method(string word) => word.StartsWith('!')
        ? "!" + Method(word[1..])
        : word switch
        {
            "password" => "Password",
            "scram-sha-256" => "ScramSHA256",
            "none" => "None",
            _ => word.ToUpperInvariant(),
        };

    static (string Before, string? After) Cut(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, null);

    static string Decoded(string text) => Uri.UnescapeDataString(text);
}
