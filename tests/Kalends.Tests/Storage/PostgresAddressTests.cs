using Kalends.Platform;
using Kalends.Platform.Storage.Engines;
using Kalends.Platform.Storage.Engines.Postgres;
using Kalends.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kalends.Tests.Storage;

/// <summary>What the one setting says of PostgreSQL is done, or refused by name.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://h/d", "Host=h;Port=5432;Database=d")]
    [InlineData("postgresql://u@h:5433/d", "Host=h;Port=5433;Database=d;Username=u")]
    [InlineData("POSTGRES://u:p@h/d", "Host=h;Port=5432;Database=d;Username=u;Password=p")]
    [InlineData("postgres://u%40x:p%3A%2F%3F%23%25@h/d%20e",
        "Host=h;Port=5432;Database=d e;Username=u@x;Password=p:/?#%")]
    [InlineData("postgres://u:p@with@at@h/d", "Host=h;Port=5432;Database=d;Username=u;Password=p@with@at")]
    [InlineData("postgres://h", "Host=h;Port=5432")]
    [InlineData("postgres:///d", "Host=localhost;Port=5432;Database=d")]
    [InlineData("postgres:///d?host=/run/pg&port=5433", "Host=/run/pg;Port=5433;Database=d")]
    [InlineData("postgres://%2Frun%2Fpg:5433/d", "Host=/run/pg;Port=5433;Database=d")]
    [InlineData("postgres://[::1]:5433/d", "Host=::1;Port=5433;Database=d")]
    [InlineData("postgres://[::1]/d", "Host=::1;Port=5432;Database=d")]
    [InlineData("postgres://h?dbname=d&user=u&password=p", "Host=h;Port=5432;Database=d;Username=u;Password=p")]
    [InlineData("postgres://a,b:5433/d",
        "Host=a:5432,b:5433;Database=d;Target Session Attributes=primary")]
    [InlineData("postgres://u@a,[::1],%2Frun%2Fpg/d?target_session_attrs=read-write",
        "Host=a:5432,[::1]:5432,/run/pg:5432;Database=d;Username=u;Target Session Attributes=read-write")]
    [InlineData("postgres://h/d?target_session_attrs=read-write", "Host=h;Port=5432;Database=d")]
    [InlineData("postgres://h/d?sslmode=disable", "Host=h;Port=5432;Database=d;SSL Mode=Disable")]
    [InlineData("postgres://h/d?sslmode=require", "Host=h;Port=5432;Database=d;SSL Mode=Require")]
    [InlineData("postgres://h/d?sslmode=verify-ca&sslrootcert=/ca.pem",
        "Host=h;Port=5432;Database=d;SSL Mode=VerifyCA;Root Certificate=/ca.pem")]
    [InlineData("postgres://h/d?sslmode=verify-full&sslcert=/c&sslkey=/k&sslpassword=s",
        "Host=h;Port=5432;Database=d;SSL Mode=VerifyFull;SSL Certificate=/c;SSL Key=/k;SSL Password=s")]
    [InlineData("postgres://h/d?sslrootcert=system", "Host=h;Port=5432;Database=d;SSL Mode=VerifyFull")]
    [InlineData("postgres://h/d?connect_timeout=7&application_name=mine&client_encoding=UTF8",
        "Host=h;Port=5432;Database=d;Timeout=7;Application Name=mine;Client Encoding=UTF8")]
    [InlineData("postgres://h/d?keepalives=1&keepalives_idle=60&keepalives_interval=5",
        "Host=h;Port=5432;Database=d;TCP Keepalive=True;TCP Keepalive Time=60;TCP Keepalive Interval=5")]
    [InlineData("postgres://a,b/d?load_balance_hosts=random",
        "Host=a:5432,b:5432;Database=d;Load Balance Hosts=True;Target Session Attributes=primary")]
    [InlineData("postgres://h/d?require_auth=scram-sha-256,md5&channel_binding=require",
        "Host=h;Port=5432;Database=d;Require Auth=ScramSHA256,MD5;Channel Binding=Require")]
    [InlineData("postgres://h/d?gssencmode=disable&sslmode=require&sslnegotiation=direct&passfile=/p&krbsrvname=k",
        "Host=h;Port=5432;Database=d;GSS Encryption Mode=Disable;SSL Mode=Require;SSL Negotiation=Direct;Passfile=/p;" +
        "Kerberos Service Name=k")]
    [InlineData("postgres://h/d?maximum_pool_size=7&Minimum%20Pool%20Size=2&CommandTimeout=9",
        "Host=h;Port=5432;Database=d;Maximum Pool Size=7;Minimum Pool Size=2;Command Timeout=9")]
    [InlineData("Host=a,b;Database=d", "Host=a,b;Database=d;Target Session Attributes=primary")]
    [InlineData("Server=h;Database=d;SSL Mode=Require", "Host=h;Database=d;SSL Mode=Require")]
    public void A_setting_is_done_as_it_says(string database, string words)
    {
        Assert.True(PostgresAddress.Names(database));
        var wanted = new NpgsqlConnectionStringBuilder(words);
        var read = PostgresAddress.Read(database, new());

        Assert.All(wanted.Keys.Cast<string>(), key => Assert.Equal((key, wanted[key]), (key, read[key])));
        var ours = (string[])["Max Auto Prepare", "Auto Prepare Min Usages", "Options", "Application Name",
            "TCP Keepalive Time", "TCP Keepalive Interval", "Maximum Pool Size", "No Reset On Close", "Timeout",
            "Command Timeout", "Cancellation Timeout", "Host Recheck Seconds"];
        Assert.Empty(read.Keys.Cast<string>().Except(wanted.Keys.Cast<string>()).Except(ours));
        Assert.NotNull(new NpgsqlDataSourceBuilder(read.ToString()).Build());
    }

    [Theory]
    [InlineData("postgres://h/d?sslmode=banana", "sslmode")]
    [InlineData("postgres://h/d?ssl=true", "ssl ")]
    [InlineData("postgres://h/d?schema=mine", "schema")]
    [InlineData("postgres://h/d?hostaddr=127.0.0.1", "hostaddr")]
    [InlineData("postgres://h/d?connect_timeout=soon", "connect_timeout")]
    [InlineData("postgres://h/d?sslmode=require&sslmode=disable", "sslmode is given twice")]
    [InlineData("postgres://h/d?multiplexing=true", "Multiplexing")]
    [InlineData("Host=h;Multiplexing=true", "Multiplexing")]
    [InlineData("Host=h;Maximum Pool Size=3", "Maximum Pool Size must be at least 4")]
    [InlineData("postgres://a,b/d?target_session_attrs=standby", "target_session_attrs")]
    [InlineData("postgres://a,b/d?target_session_attrs=prefer-standby", "target_session_attrs")]
    [InlineData("postgres://h:0/d", "0 is no port")]
    [InlineData("postgres://h:99999/d", "99999 is no port")]
    [InlineData("postgres://h:x/d", "x is no port")]
    [InlineData("Host=h;Banana=1", "Banana")]
    public void What_cannot_be_done_is_refused_by_name(string database, string name)
    {
        var refused = Assert.Throws<StartRefused>(() => PostgresAddress.Read(database, new()));

        Assert.StartsWith("Kalends:Database cannot be used", refused.Message, StringComparison.Ordinal);
        Assert.Contains(name, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused_in_a_sentence()
    {
        var refused = Assert.Throws<StartRefused>(
            () => Engine.Open("postgres://h/d?sslnegotiation=direct", new(), NullLogger.Instance));

        Assert.Contains("SSL Negotiation", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_shows_no_secret()
    {
        var refused = Assert.Throws<StartRefused>(
            () => PostgresAddress.Read("postgres://u:secret1@h/d?sslpassword=secret2&banana=secret3", new()));

        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kalends.db")]
    [InlineData("/var/lib/kalends/postgres.db")]
    public void A_path_is_no_server(string database) => Assert.False(PostgresAddress.Names(database));

    [Theory]
    [InlineData("Host=h", 200)]
    [InlineData("Host=h;Max Auto Prepare=0", 0)]
    [InlineData("Host=h;Max Auto Prepare=7", 7)]
    [InlineData("postgres://h/d?max_auto_prepare=0", 0)]
    public void The_operator_decides_how_many_statements_stay_prepared(string database, int prepared) =>
        Assert.Equal(prepared, PostgresAddress.Read(database, new()).MaxAutoPrepare);

    [Fact]
    public async Task A_server_that_forgets_what_was_answered_is_refused()
    {
        var cluster = await PostgresCluster.Get();
        Machine.Require(cluster.Missing);
        var database = await cluster.MakeDatabase() + ";Options=-c synchronous_commit=off";

        var refused = Assert.Throws<StartRefused>(() => Engine.Open(database, new(), NullLogger.Instance));

        Assert.Contains("synchronous_commit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_the_operator_overrule_ours()
    {
        var options = PostgresAddress.Read("postgres://h/d?options=-c%20lock_timeout%3D9s", new()).Options!;

        Assert.True(options.LastIndexOf("lock_timeout=9s", StringComparison.Ordinal) >
            options.IndexOf("lock_timeout=3s", StringComparison.Ordinal));
        Assert.Contains("synchronous_commit=on", options, StringComparison.Ordinal);
    }
}
