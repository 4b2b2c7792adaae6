using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace Kalends.Commands;

/// <summary>What a command is given: its words, the settings among them, and the place of its answer.</summary>
/// <param name="settings">The settings among the words, as the host reads them.</param>
/// <param name="parsed">The other words.</param>
/// <param name="cancel">Cancelled when the operator interrupts the command.</param>
sealed class Shell(string[] settings, ParseResult parsed, CancellationToken cancel)
{
    public const string Json = "--json";

    public string[] Settings => settings;

    public CancellationToken Cancel => cancel;

    /// <summary>Whether a script reads the answer.</summary>
    public bool IsJson { get; } = parsed.GetResult(Json) is OptionResult { Implicit: false };

    public T Value<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public bool Has(Option<bool> flag) => parsed.GetResult(flag) is { Implicit: false };

    /// <summary>Answers a person in sentences, and a script by one JSON object on a line of its own.</summary>
    public void Answer(object facts, params IEnumerable<string> sentences)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (IsJson)
            output.WriteLine(JsonSerializer.Serialize(facts, Platform.Json.Options));
        else
            foreach (var sentence in sentences)
                output.WriteLine(sentence);
    }
}
