namespace Kalends.Reimbursements.Reports;

/// <summary>The care that a report adds up, as parameters of its statements; all care if nothing is given.</summary>
/// <param name="OrganisationId">Only care that was registered in this organisation.</param>
/// <param name="CaregiverIds">Only care of these caregivers.</param>
/// <param name="OrOf">All care of these caregivers, besides that of the organisation.</param>
sealed record Whose(long? OrganisationId, IReadOnlyList<long>? CaregiverIds, IReadOnlyList<long>? OrOf = null)
{
    public ReportScope Scope => new(OrganisationId is not null, CaregiverIds is not null, OrOf is not null);

    public (string, object?)[] With(params (string, object?)[] values) =>
    [
        ("organisation", OrganisationId), ("caregivers", CaregiverIds ?? []), ("or_of", OrOf ?? []), .. values,
    ];
}

/// <summary>The limits on whose care a report is about; without any, it is about everybody's.</summary>
readonly record struct ReportScope(bool ByOrganisation, bool ByCaregivers, bool OrOfOthers)
{
    public static readonly ReportScope[] All =
    [
        new(false, false, false), new(false, true, false), new(true, false, false), new(true, true, false),
        new(true, false, true), new(true, true, true),
    ];

    public string Condition(string rows) =>
        (this switch
        {
            { OrOfOthers: true } =>
                $"AND ({rows}.organisation_id = @organisation OR {rows}.caregiver_id {{list or_of}}) ",
            { ByOrganisation: true } => $"AND {rows}.organisation_id = @organisation ",
            _ => "",
        })
        + (ByCaregivers ? $"AND {rows}.caregiver_id {{list caregivers}} " : "");
}
