using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Kalends.Tests.Contracts;

/// <summary>A type that stands in a namespace by itself; the types inside it count as it.</summary>
readonly record struct CompiledType(string Namespace, string Name)
{
    // The compiler adds the number of type parameters: Page`1.
    public string Name { get; } = Name.Split('`')[0];

    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>
/// That a member of one type names another type, or a member of it. Where the type itself does, by a base type or an
/// attribute, the member is the type.
/// </summary>
readonly record struct Use(CompiledType From, string Member, CompiledType To)
{
    public override string ToString() => $"{From.Name}{(Member == From.Name ? "" : $".{Member}")} uses {To.Name}";
}

/// <summary>
/// Which type uses which, read from a compiled assembly: base types, attributes, signatures and the bodies of methods.
/// Constants leave no trace in whoever reads them, so they are not seen.
/// </summary>
sealed partial class CompiledUses
{
    static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff, code => code.OperandType);

    readonly PEReader image;
    readonly MetadataReader metadata;
    readonly NamedTypes named;
    readonly HashSet<Use> uses = [];
    CompiledType from;
    string member = "";

    CompiledUses(PEReader image)
    {
        this.image = image;
        metadata = image.GetMetadataReader();
        named = new(to => uses.Add(new(from, member, to)));
    }

    public static IReadOnlyCollection<Use> Of(Assembly assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        var reader = new CompiledUses(image);
        foreach (var handle in reader.metadata.TypeDefinitions)
            reader.ReadType(handle);
        return reader.uses.Where(use => use.From != use.To).ToList();
    }

    void ReadType(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        from = NamedTypes.Outermost(metadata, handle);
        var inner = type.IsNested ? Written(type.Name) : null;
        member = inner ?? from.Name;

        See(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
            See(metadata.GetInterfaceImplementation(implemented).Interface);
        SeeAttributes(type.GetCustomAttributes());
        SeeConstraints(type.GetGenericParameters());

        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            Enter(inner, field.Name);
            field.DecodeSignature(named, null);
            SeeAttributes(field.GetCustomAttributes());
        }
        foreach (var property in type.GetProperties().Select(metadata.GetPropertyDefinition))
        {
            Enter(inner, property.Name);
            SeeAttributes(property.GetCustomAttributes());
        }
        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            Enter(inner, method.Name);
            ReadMethod(method);
        }
    }

    void ReadMethod(MethodDefinition method)
    {
        method.DecodeSignature(named, null);
        SeeAttributes(method.GetCustomAttributes());
        SeeConstraints(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
            SeeAttributes(metadata.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;

        var body = image.GetMethodBody(method.RelativeVirtualAddress);
        See(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
            See(region.CatchType);
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
            ReadInstruction(ref code);
    }

    void ReadInstruction(ref BlobReader code)
    {
        int value = code.ReadByte();
        if (value == 0xfe)
            value = value << 8 | code.ReadByte();
        switch (Operands[value])
        {
            case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                See(MetadataTokens.EntityHandle(code.ReadInt32()));
                break;
            case OperandType.InlineSwitch:
                var targets = code.ReadInt32();
                code.Offset += targets * 4;
                break;
            case OperandType.InlineNone:
                break;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                code.Offset += 1;
                break;
            case OperandType.InlineVar:
                code.Offset += 2;
                break;
            case OperandType.InlineI8 or OperandType.InlineR:
                code.Offset += 8;
                break;
            default:
                code.Offset += 4;
                break;
        }
    }

    void See(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                named.GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0);
                break;
            case HandleKind.TypeReference:
                named.GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0);
                break;
            case HandleKind.TypeSpecification:
                named.GetTypeFromSpecification(metadata, null, (TypeSpecificationHandle)handle, 0);
                break;
            case HandleKind.FieldDefinition:
                See(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                See(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                See(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                See(method.Method);
                method.DecodeSignature(named, null);
                break;
            case HandleKind.StandaloneSignature:
                metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeLocalSignature(named, null);
                break;
        }
    }

    void SeeAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(metadata.GetCustomAttribute))
        {
            See(attribute.Constructor);
            attribute.DecodeValue(named);
        }
    }

    void SeeConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(one => metadata.GetGenericParameter(one).GetConstraints()))
            See(metadata.GetGenericParameterConstraint(constraint).Type);
    }

    void Enter(string? inner, StringHandle name) => member = inner ?? Written(name) ?? from.Name;

    // The compiler calls a lambda in Run <Run>b__0, and the class of an async Run <Run>d__1; <>c is nobody's word.
    string? Written(StringHandle name)
    {
        var written = WrittenName().Match(metadata.GetString(name));
        return written.Success ? written.Groups[1].Value : null;
    }

    [GeneratedRegex(@"^<*([A-Za-z_.]\w*)")]
    private static partial Regex WrittenName();
}
