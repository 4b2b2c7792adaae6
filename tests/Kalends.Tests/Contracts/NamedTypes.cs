using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Kalends.Tests.Contracts;

/// <summary>Tells each type that a signature or an attribute names; what it answers is read by nobody.</summary>
sealed class NamedTypes(Action<CompiledType> tell)
    : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    public static CompiledType Outermost(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.IsNested
            ? Outermost(reader, type.GetDeclaringType())
            : new(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Tell(Outermost(reader, handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind)
            : Tell(new CompiledType(reader.GetString(type.Namespace), reader.GetString(type.Name)));
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetTypeFromSerializedName(string name) => Tell(TypeName.Parse(name));

    string Tell(TypeName name)
    {
        if (name.IsArray || name.IsPointer || name.IsByRef)
            return Tell(name.GetElementType());
        foreach (var argument in name.IsConstructedGenericType ? name.GetGenericArguments() : [])
            Tell(argument);
        var outermost = name;
        while (outermost.IsNested)
            outermost = outermost.DeclaringType;
        return Tell(new CompiledType(outermost.Namespace, outermost.Name));
    }

    string Tell(CompiledType type)
    {
        tell(type);
        return type.ToString();
    }

    // The enums of our attributes are all of the usual size; another one would make the decoding fail.
    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    public bool IsSystemType(string type) => type == "System.Type";
    public string GetSystemType() => "System.Type";
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";
    public string GetGenericMethodParameter(object? genericContext, int index) => "";
    public string GetGenericTypeParameter(object? genericContext, int index) => "";
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;
    public string GetFunctionPointerType(MethodSignature<string> signature) => "";
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    public string GetArrayType(string elementType, ArrayShape shape) => elementType;
    public string GetSZArrayType(string elementType) => elementType;
    public string GetByReferenceType(string elementType) => elementType;
    public string GetPinnedType(string elementType) => elementType;
    public string GetPointerType(string elementType) => elementType;
}
