using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>
/// Finds the refusals that a use case can throw, in its compiled body and in everything that it calls.
/// </summary>
/// <remarks>
/// A list by hand beside each route would become wrong. The platform's code is not searched: its refusals follow from
/// the shape of the route (<see cref="RouteRefusals"/>). A function whose refusals depend on a value has a
/// <see cref="RefusesAttribute"/>, which is believed.
/// </remarks>
sealed class ThrownRefusals(IServiceProvider services)
{
    const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    static readonly Dictionary<int, OpCode> OpCodeOf = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff);

    // The document is made for each request, but what a use case can throw never changes.
    readonly ConcurrentDictionary<MethodInfo, IReadOnlyList<Refusal>> _found = [];

    // Each body is read once, although many use cases lead to it.
    readonly ConcurrentDictionary<MethodBase, Body> _read = [];

    sealed record Body(IReadOnlyList<Refusal> Names, IReadOnlyList<MethodBase> Calls);

    public IReadOnlyList<Refusal> Of(MethodInfo useCase) => _found.GetOrAdd(useCase, Find);

    IReadOnlyList<Refusal> Find(MethodInfo useCase)
    {
        var home = Outermost(useCase.DeclaringType!);
        var (found, seen, open) = (new HashSet<Refusal>(), new HashSet<MethodBase>(), new Stack<MethodBase>([useCase]));
        while (open.TryPop(out var method))
        {
            if (!seen.Add(method) || !(IsOfModule(method) || Outermost(method.DeclaringType!) == home))
                continue;
            var (names, calls) = _read.GetOrAdd(method, Read);
            found.UnionWith(names);
            foreach (var call in calls)
                open.Push(call);
        }
        return found.ToList();
    }

    static bool IsOfModule(MethodBase method) => method.DeclaringType?.Assembly == typeof(Refusal).Assembly
        && !$"{method.DeclaringType.Namespace}.".StartsWith("Kalends.Platform.", StringComparison.Ordinal);

    static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    Body Read(MethodBase method)
    {
        if (method.GetCustomAttribute<RefusesAttribute>() is { } told)
            return new([.. told.Refusals], []);
        var (names, calls) = (new List<Refusal>(), new List<MethodBase>());
        // The compiler moves the body of an async method or an iterator into a class of its own.
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
            calls.Add(machine.StateMachineType.GetMethod("MoveNext", Any)!);
        if (method.GetMethodBody() is not { } body)
            return new(names, calls);

        var caught = body.ExceptionHandlingClauses
            .Where(one => one.Flags == ExceptionHandlingClauseOptions.Clause && one.CatchType == typeof(Refused))
            .ToList();
        foreach (var (at, member) in Members(method, body.GetILAsByteArray()!))
            if (!caught.Exists(one => at >= one.TryOffset && at < one.TryOffset + one.TryLength))
                switch (member)
                {
                    case FieldInfo { IsStatic: true } field when field.FieldType == typeof(Refusal):
                        names.Add((Refusal)field.GetValue(null)!);
                        break;
                    case MethodInfo { Name: nameof(Call.Hooks), IsGenericMethod: true } hooks:
                        calls.AddRange(Filled(hooks.GetGenericArguments()[0]));
                        break;
                    case MethodBase called:
                        calls.Add(called);
                        break;
                }
        return new(names, calls);
    }

    /// <summary>The functions that higher modules have registered for a hook.</summary>
    IEnumerable<MethodInfo> Filled(Type hook) => services.GetServices(hook).SelectMany(FunctionsOf!);

    /// <summary>The functions that a record has, or the records of its lists.</summary>
    static IEnumerable<MethodInfo> FunctionsOf(object record) => record.GetType().GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0)
        .Select(property => property.GetValue(record))
        .SelectMany(value => value switch
        {
            Delegate function => [function.Method],
            IEnumerable<object> records => records.SelectMany(FunctionsOf),
            _ => (IEnumerable<MethodInfo>)[],
        });

    /// <summary>The methods and fields that a body refers to, with their offsets.</summary>
    static IEnumerable<(int At, MemberInfo? Member)> Members(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType!.GetGenericArguments();
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var opCode = OpCodeOf[code[at] == 0xfe ? code[at++] << 8 | code[at++] : code[at++]];
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField)
                yield return (start, method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod));
            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + BitConverter.ToInt32(code, at) * 4,
                _ => 4,
            };
        }
    }
}
