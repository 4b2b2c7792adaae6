namespace Kalends.GraphQL.Language;

/// <summary>Recognises the usual selection set, in which there is nothing to merge and no condition.</summary>
static class PlainFields
{
    const int FieldsMax = 16;

    public static bool In(SelectionSet set)
    {
        var items = set.Items;
        if (items.Length > FieldsMax) return false;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is not Field { Directives.Length: 0 } f) return false;
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (((Field)items[earlier]).ResponseName == f.ResponseName) return false;
            }
        }
        return true;
    }
}
