//! Identifiers, one type for each kind of record.

pub use organisations::{MembershipId, OrganisationId};

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
platform::typed_id!(
    /// What is published within an organisation: its versions share it.
    NoticeId
);
platform::typed_id!(
    /// A way in which something was made known within an organisation.
    ShowingId
);
platform::typed_id!(
    /// A catalogue of procedures that came in as a file.
    CatalogueId
);
