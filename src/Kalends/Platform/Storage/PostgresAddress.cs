using System.Globalization;
using Npgsql;

namespace Kalends.Platform.Storage;

/// <summary>
/// The address and options of PostgreSQL: a connection string of Npgsql, or a URL in the format of libpq.
/// </summary>
static class PostgresAddress
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

    static readonly string[] Writable = ["any", "primary", "prefer-primary", "read-write"];

    /// <summary>Whether a database setting means PostgreSQL rather than a file.</summary>
    public static bool Names(string database) => IsUrl(database) ||
        ((string[])["Host=", "Server="]).Any(key => database.Contains(key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The database and its servers by name, without a password.</summary>
    public static string Describe(string database)
    {
        var names = Parse(database);
        return $"PostgreSQL, {names.Database} at {names.Host}";
    }

    /// <summary>
    /// The setting that every connection to the server itself has. A pooler that ignores our options drops it too.
    /// </summary>
    public const string DirectMark = "kalends.direct";

    /// <summary>The greatest number of connections, where the operator names none.</summary>
    const int PoolMax = 50;

    /// <summary>Completes the setting with defaults; refuses options that the product cannot work with.</summary>
    public static NpgsqlConnectionStringBuilder Read(string database, StorageSettings settings)
    {
        var builder = Plain(database);
        if (!builder.ShouldSerialize("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = 200;
            builder.AutoPrepareMinUsages = 2;
        }
        // Nothing is kept in a session that a reset would have to clear.
        builder.NoResetOnClose = true;
        if (builder.Host?.Contains('/', StringComparison.Ordinal) == false &&
            !builder.ShouldSerialize("Tcp Keepalive") && !builder.ShouldSerialize("Tcp Keepalive Time"))
            // A server that disappears silently is noticed within two minutes instead of two hours.
            (builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (30, 10);
        // The operator's options come later and override ours. JIT takes longer here than it could ever save. The
        // warning that a commit may not be replicated must reach us.
        builder.Options = $"-c synchronous_commit=on -c jit=off -c statement_timeout={settings.StatementSeconds}s " +
            $"-c lock_timeout={settings.LockSeconds}s {builder.Options} -c client_min_messages=warning " +
            $"-c {DirectMark}=on";
        return builder;
    }

    /// <summary>The address of a pooler, whose connections keep nothing from one transaction to the next.</summary>
    public static NpgsqlConnectionStringBuilder ReadPooled(string database)
    {
        var builder = Plain(database);
        if (builder.Options is { Length: > 0 })
            throw Refusal("a pooler takes no options. Set them for the role: ALTER ROLE … SET ….");
        builder.NoResetOnClose = true;
        return builder;
    }

    static NpgsqlConnectionStringBuilder Plain(string database)
    {
        var builder = Parse(database);
        if (builder.Multiplexing)
            throw Refusal("Multiplexing cannot be used, since transactions need a connection of their own.");
        Aim(builder);
        if (!builder.ShouldSerialize("Maximum Pool Size"))
            builder.MaxPoolSize = PoolMax;
        builder.ApplicationName ??= "kalends";
        return builder;
    }

    /// <summary>Selects the server that accepts writes, if several are named.</summary>
    static void Aim(NpgsqlConnectionStringBuilder builder)
    {
        var target = builder.TargetSessionAttributes;
        if (target is not null && !Writable.Contains(target.ToLowerInvariant()))
            throw Refusal($"target_session_attrs cannot be {target}, since the server must take changes.");
        // The driver allows no target for a single server, which the readiness check covers in any case.
        var isOne = builder.Host?.Contains(',', StringComparison.Ordinal) != true;
        builder.TargetSessionAttributes = isOne ? null : target ?? "primary";
    }

    static NpgsqlConnectionStringBuilder Parse(string database) =>
        IsUrl(database) ? FromUrl(database) : FromWords(database);

    static bool IsUrl(string database) =>
        database.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) ||
        database.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    static NpgsqlConnectionStringBuilder FromWords(string words)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(words);
        }
        catch (ArgumentException wrong)
        {
            throw Refusal($"it is not a connection string: {wrong.Message}");
        }
    }

    /// <summary>postgresql://user:password@host:port,host:port/database?option=value&amp;…</summary>
    static NpgsqlConnectionStringBuilder FromUrl(string url)
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
                throw Refusal($"the option {Decoded(name)} is given twice.");
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
            throw Refusal($"{port} is no port.");
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
            ?? throw Refusal($"the option {name} is not known.");
        try
        {
            builder[keyword] = ValueOf(name, value);
        }
        catch (ArgumentException)
        {
            throw Refusal($"the option {name} cannot have this value.");
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

    static StartRefused Refusal(string why) => new($"Kalends:Database cannot be used: {why}");
}
