//! Identifiers, one type for each kind of record.

platform::typed_id!(
    /// A matter that people discuss and decide.
    MatterId
);
platform::typed_id!(
    /// A vote of one hamlet's households.
    RoundId
);
platform::typed_id!(
    /// An objection to a list of households.
    ObjectionId
);
platform::typed_id!(
    /// Something to be done to carry a decision out.
    TaskId
);
platform::typed_id!(
    /// Somebody's time in an office.
    TermId
);
