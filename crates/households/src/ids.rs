//! Identifiers, one type for each kind of record.

platform::typed_id!(
    /// A household in a hamlet's register.
    HouseholdId
);
platform::typed_id!(
    /// A person's time as a household's representative. It names nobody.
    RepresentativeId
);
platform::typed_id!(
    /// A hamlet's register as it stood at an instant.
    RollId
);
platform::typed_id!(
    /// A file sent for import and not yet confirmed.
    UploadId
);
platform::typed_id!(
    /// What links an account to a household.
    LinkId
);
