using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kalends.Platform.GraphQL;

/// <summary>Reads the documents that an operator trusts, from a file or from all files of a folder.</summary>
/// <remarks>
/// A <c>.graphql</c> file is one document, whose id is the file's name. A <c>.json</c> file holds many: an object of
/// texts by their ids, as GraphQL Code Generator and Relay write it, or Apollo's operation manifest.
/// </remarks>
static partial class TrustedFiles
{
    const long BytesMax = 64 << 20;
    const string Manifest = "apollo-persisted-query-manifest";

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static Dictionary<string, byte[]> Read(string path)
    {
        var documents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Guarded(path, () => FilesAt(path)))
            foreach (var (id, text) in Guarded(file, () => DocumentsIn(file)))
                Add(documents, id, text, file);
        return documents.Count > 0 ? documents : throw Wrong(path, "holds no document.");
    }

    static string[] FilesAt(string path)
    {
        string[] files = System.IO.Directory.Exists(path)
            ? [.. System.IO.Directory.GetFiles(path)
                .Where(file => Path.GetExtension(file) is ".graphql" or ".gql" or ".json")
                .Order(StringComparer.Ordinal)]
            : [path];
        return files.Sum(file => new FileInfo(file).Length) <= BytesMax
            ? files : throw Wrong(path, $"has more than {BytesMax} bytes.");
    }

    static List<(string Id, byte[] Text)> DocumentsIn(string file) => Path.GetExtension(file) == ".json"
        ? DocumentsIn(JsonElement.Parse(File.ReadAllBytes(file), Strict), file)
        : [(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file))];

    static List<(string Id, byte[] Text)> DocumentsIn(JsonElement json, string file)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Wrong(file, "must hold a JSON object.");
        if (!json.TryGetProperty("format", out var format) || !format.ValueEquals(Manifest))
            return json.EnumerateObject().Select(entry => (entry.Name, TextOf(entry.Value, file))).ToList();
        return json.TryGetProperty("operations", out var operations) && operations.ValueKind == JsonValueKind.Array
            ? operations.EnumerateArray().Select(operation => Operation(operation, file)).ToList()
            : throw Wrong(file, "must have a list of operations.");
    }

    static (string Id, byte[] Text) Operation(JsonElement operation, string file) =>
        operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String && operation.TryGetProperty("body", out var body)
            ? (id.GetString()!, TextOf(body, file))
            : throw Wrong(file, "must give each operation an id and a body.");

    static byte[] TextOf(JsonElement json, string file) => json.ValueKind == JsonValueKind.String
        ? Encoding.UTF8.GetBytes(json.GetString()!)
        : throw Wrong(file, "must hold documents as texts.");

    static void Add(Dictionary<string, byte[]> documents, string id, byte[] text, string file)
    {
        if (!Ids().IsMatch(id))
            throw Wrong(file, "has an id that is not made of letters, digits and -._~: (200 at most).");
        if (!documents.TryAdd(id, text) && !documents[id].AsSpan().SequenceEqual(text))
            throw Wrong(file, $"gives the id {id} to another document than a file before it.");
    }

    static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Wrong(path, $"cannot be read: {wrong.Message}");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(path, "holds a text that is not valid Unicode.");
        }
    }

    static StartRefused Wrong(string path, string rule) =>
        new($"Kalends:GraphQL:TrustedDocuments is not valid: {path} {rule}");

    // The form is that of the appendix on persisted documents of GraphQL over HTTP.
    [GeneratedRegex(@"\A[A-Za-z0-9._~:-]{1,200}\z")]
    private static partial Regex Ids();
}
