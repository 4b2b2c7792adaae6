using System.Collections.Concurrent;
using System.Reflection;

namespace Kalends.Platform.Calls;

/// <summary>A member of an answer that only its receiver may know, such as a token or a new password.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class SecretAttribute : Attribute;

/// <summary>Finds out which answers hold a secret; such answers are never stored.</summary>
static class Secrets
{
    static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>Whether an answer of this type, or any type inside it, has a secret member.</summary>
    public static bool AreIn(Type answer) => Known.GetOrAdd(answer, static type => Search(type, []));

    static bool Search(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return false;
        if (type.IsGenericType && type.GetGenericArguments().Any(part => Search(part, seen)))
            return true;
        return (type.Namespace ?? "").StartsWith(nameof(Kalends), StringComparison.Ordinal)
            && (type.GetConstructors().SelectMany(made => made.GetParameters())
                    .Any(parameter => parameter.IsDefined(typeof(SecretAttribute)))
                || type.GetProperties().Any(property => Search(property.PropertyType, seen)));
    }
}
