//! Identifiers, one type for each kind of record.

platform::typed_id!(
    /// A mediation team (tổ hòa giải).
    TeamId
);
platform::typed_id!(
    /// Somebody's time as a mediator (hòa giải viên) of a team.
    MemberId
);
platform::typed_id!(
    /// A case (vụ, việc).
    CaseId
);
platform::typed_id!(
    /// Something written down about a case.
    NoteId
);
platform::typed_id!(
    /// What a party undertook in a settlement.
    UndertakingId
);
