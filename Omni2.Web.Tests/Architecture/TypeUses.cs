using System.Reflection;
using System.Reflection.Emit;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Omni2.Web.Tests.Architecture;

/// <summary>Which of our types a compiled type uses: in its declaration, its members, and the code of its methods.</summary>
internal static class TypeUses
{
    private const string Root = "Omni2.Web.";
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly App = typeof(Program).Assembly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The types of a feature, those that the compiler made included. Pages of Shared frame every feature's pages and are left out.</summary>
    public static IReadOnlyList<Type> TypesOf(string feature) =>
        [.. App.GetTypes().Where(type => FeatureOf(type) == feature && !(feature == "Shared" && Outermost(type).IsAssignableTo(typeof(PageModel))))];

    /// <summary>The first part of the namespace below the product's; null for types of other assemblies and for composition.</summary>
    public static string? FeatureOf(Type type) =>
        type.Assembly == App && Outermost(type).Namespace?.StartsWith(Root, StringComparison.Ordinal) == true ? Outermost(type).Namespace![Root.Length..].Split('.')[0] : null;

    public static IReadOnlySet<Type> Of(Type type)
    {
        var uses = new HashSet<Type>();
        Add(uses, type.BaseType);
        Array.ForEach(type.GetInterfaces(), used => Add(uses, used));
        AddAttributes(uses, type);
        foreach (var field in type.GetFields(All))
        {
            Add(uses, field.FieldType);
        }

        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            AddMethod(uses, method);
        }

        return uses;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static void AddMethod(HashSet<Type> uses, MethodBase method)
    {
        AddAttributes(uses, method);
        Add(uses, (method as MethodInfo)?.ReturnType);
        Array.ForEach(method.GetParameters(), parameter => Add(uses, parameter.ParameterType));
        if (method.GetMethodBody() is { } body)
        {
            foreach (var local in body.LocalVariables)
            {
                Add(uses, local.LocalType);
            }

            AddCode(uses, method, body.GetILAsByteArray()!);
        }
    }

    // ECMA-335 III: an opcode of one byte, or two after 0xFE, then its operand.
    private static void AddCode(HashSet<Type> uses, MethodBase method, byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var opcode = OpCodes[code[at] == 0xFE ? (short)((code[at++] << 8) | code[at]) : code[at]];
            at++;
            if (opcode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                AddMember(uses, method, BitConverter.ToInt32(code, at));
            }

            at += OperandLength(opcode.OperandType, code, at);
        }
    }

    private static int OperandLength(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static void AddMember(HashSet<Type> uses, MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, typeArguments, methodArguments);
        Add(uses, member as Type ?? member?.DeclaringType);
        if (member is MethodInfo { IsGenericMethod: true } generic)
        {
            Array.ForEach(generic.GetGenericArguments(), argument => Add(uses, argument));
        }
    }

    private static void AddAttributes(HashSet<Type> uses, MemberInfo member)
    {
        foreach (var attribute in member.CustomAttributes)
        {
            Add(uses, attribute.AttributeType);
        }
    }

    private static void Add(HashSet<Type> uses, Type? type)
    {
        if (type is null)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(uses, type.GetElementType());
            return;
        }

        if (type.IsGenericType)
        {
            Array.ForEach(type.GetGenericArguments(), argument => Add(uses, argument));
            type = type.GetGenericTypeDefinition();
        }

        if (type.Assembly == App && !type.IsGenericParameter)
        {
            uses.Add(type);
        }
    }
}
