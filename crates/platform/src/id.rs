//! Typed identifiers. A unit's number comes first in every key; the second part is a UUIDv7 made from the
//! caller's clock and random octets, so that a seeded world gets the same identifiers again.

/// Makes a UUIDv7 from an instant (milliseconds count) and ten random octets.
#[must_use]
pub fn uuid_v7(at: jiff::Timestamp, random: [u8; 10]) -> uuid::Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Declares an identifier type over a UUID, one for each kind of record, so that they can't be mixed up.
#[macro_export]
macro_rules! typed_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// Reads the sixteen octets stored in the database.
            ///
            /// # Errors
            /// [`platform::db::DbError::Damaged`](::platform::db::DbError) when there are not sixteen.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, $crate::db::DbError> {
                uuid::Uuid::from_slice(bytes).map(Self).map_err(|_| {
                    $crate::db::DbError::Damaged(format!("identifier of {} octets", bytes.len()))
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(text).map(Self)
            }
        }

        impl From<$name> for $crate::db::Value {
            fn from(id: $name) -> Self {
                Self::Bytes(Some(id.0.as_bytes().to_vec()))
            }
        }
    };
}

/// Declares an enumeration whose values have keys, for the database, addresses and texts.
#[macro_export]
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The key in the database and in addresses.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key),+
                }
            }

            /// The one with this key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}
