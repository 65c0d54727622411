//! Organisations and their people.

use jiff::civil::Date;
use rulebook::Place;
use units::UnitId;
use uuid::Uuid;

platform::typed_id!(
    /// An agency or state enterprise.
    OrganisationId
);
platform::typed_id!(
    /// Somebody's time in an organisation.
    MembershipId
);

/// What the law calls an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Cơ quan, đơn vị: chapter III of Law 10/2022.
    Agency,
    /// Doanh nghiệp nhà nước: chapter IV.
    StateEnterprise,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Agency, Self::StateEnterprise];

    /// The key in the database and in texts.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::StateEnterprise => "state_enterprise",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The key in the list `workplace_kind` of what is counted.
    #[must_use]
    pub const fn workplace(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::StateEnterprise => "enterprise",
        }
    }

    /// The place as the rulebook names it.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::Agency => Place::Agency,
            Self::StateEnterprise => Place::StateEnterprise,
        }
    }
}

/// An agency or state enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The unit of its seat.
    pub unit: UnitId,
    /// Its identifier.
    pub id: OrganisationId,
    /// What the law calls it.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// The day it was registered.
    pub opened_on: Date,
    /// The day it was closed.
    pub closed_on: Option<Date>,
}

/// What somebody is in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Người đứng đầu, or a deputy (cấp phó): publishes what another one drafted.
    Head,
    /// Cán bộ, công chức, viên chức, người lao động: reads and drafts.
    Staff,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 2] = [Self::Head, Self::Staff];

    /// The key in the database and in texts.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Staff => "staff",
        }
    }

    /// The role with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Somebody in an organisation now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their time in it.
    pub id: MembershipId,
    /// Who.
    pub account: Uuid,
    /// What the account was called when it joined.
    pub name: String,
    /// What they are in it.
    pub role: Role,
    /// Since when.
    pub from: Date,
}

/// Somebody in an organisation, and which it is: whoever has one has been found among its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: Organisation,
    /// Who.
    pub member: Member,
}

impl Membership {
    /// Whether that is a head or deputy.
    #[must_use]
    pub fn is_head(&self) -> bool {
        self.member.role == Role::Head
    }
}
