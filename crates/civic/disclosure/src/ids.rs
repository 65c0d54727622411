//! Identifiers, one type for each kind of record.

platform::typed_id!(
    /// A matter made public: its versions share it.
    ItemId
);
platform::typed_id!(
    /// A place at which notices hang.
    SiteId
);
platform::typed_id!(
    /// A sighting of a notice at a site.
    SightingId
);
platform::typed_id!(
    /// Somebody who gets mail about a board.
    FollowerId
);
