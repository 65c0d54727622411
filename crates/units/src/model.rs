//! What the registry is made of.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use platform::db::Value;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Number of a unit in this installation: the same for the same data, whichever database holds it.
/// The country is [`UnitId::COUNTRY`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub i64);

impl UnitId {
    /// The country, above every other unit.
    pub const COUNTRY: Self = Self(1);
}

impl From<UnitId> for Value {
    fn from(id: UnitId) -> Self {
        Self::Int(Some(id.0))
    }
}

impl From<UnitId> for i64 {
    fn from(id: UnitId) -> Self {
        id.0
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Level of government, from large to small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole country.
    Country,
    /// Cấp tỉnh: provinces and cities under the central government.
    Province,
    /// Cấp huyện: between province and commune, abolished on 2025-07-01.
    District,
    /// Cấp xã: the level at which people meet their government.
    Commune,
    /// Thôn, tổ dân phố: not a level of government, but where people meet each other.
    Hamlet,
}

impl Level {
    /// All levels, from large to small.
    pub const ALL: [Self; 5] = [
        Self::Country,
        Self::Province,
        Self::District,
        Self::Commune,
        Self::Hamlet,
    ];

    /// The number stored for the level: 0 for the country to 4 for hamlets.
    #[must_use]
    pub fn number(self) -> i64 {
        self as i64
    }

    /// The level of a stored number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    /// Stable word for the level, as in addresses of the interface and translation keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Hamlet => "hamlet",
        }
    }
}

/// What a unit is called in law. Hamlets keep the Vietnamese words, which English does not tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Quốc gia.
    Country,
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương: a city on the level of provinces.
    CentralCity,
    /// Quận.
    UrbanDistrict,
    /// Huyện.
    RuralDistrict,
    /// Thị xã.
    Town,
    /// Thành phố thuộc tỉnh: a city on the level of districts.
    ProvincialCity,
    /// Thành phố thuộc thành phố trực thuộc trung ương, such as Thủ Đức.
    MunicipalCity,
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Thị trấn.
    Township,
    /// Đặc khu: an island zone on the level of communes, since 2025-07-01.
    SpecialZone,
    /// Ấp.
    Ap,
    /// Thôn.
    Thon,
    /// Làng.
    Lang,
    /// Bản.
    Ban,
    /// Buôn.
    Buon,
    /// Bon.
    Bon,
    /// Phum.
    Phum,
    /// Sóc.
    Soc,
    /// Khóm.
    Khom,
    /// Tổ dân phố.
    ToDanPho,
    /// Khu phố.
    KhuPho,
    /// Khối phố.
    KhoiPho,
}

/// A stored or typed kind that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of unit")]
pub struct UnknownKind(pub String);

impl UnitKind {
    /// All kinds.
    pub const ALL: [Self; 24] = [
        Self::Country,
        Self::Province,
        Self::CentralCity,
        Self::UrbanDistrict,
        Self::RuralDistrict,
        Self::Town,
        Self::ProvincialCity,
        Self::MunicipalCity,
        Self::Commune,
        Self::Ward,
        Self::Township,
        Self::SpecialZone,
        Self::Ap,
        Self::Thon,
        Self::Lang,
        Self::Ban,
        Self::Buon,
        Self::Bon,
        Self::Phum,
        Self::Soc,
        Self::Khom,
        Self::ToDanPho,
        Self::KhuPho,
        Self::KhoiPho,
    ];

    /// Stable word, as stored, exchanged and used in translation keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::CentralCity => "central_city",
            Self::UrbanDistrict => "urban_district",
            Self::RuralDistrict => "rural_district",
            Self::Town => "town",
            Self::ProvincialCity => "provincial_city",
            Self::MunicipalCity => "municipal_city",
            Self::Commune => "commune",
            Self::Ward => "ward",
            Self::Township => "township",
            Self::SpecialZone => "special_zone",
            Self::Ap => "ap",
            Self::Thon => "thon",
            Self::Lang => "lang",
            Self::Ban => "ban",
            Self::Buon => "buon",
            Self::Bon => "bon",
            Self::Phum => "phum",
            Self::Soc => "soc",
            Self::Khom => "khom",
            Self::ToDanPho => "to_dan_pho",
            Self::KhuPho => "khu_pho",
            Self::KhoiPho => "khoi_pho",
        }
    }

    /// The word that stands before the name in Vietnamese, which is part of the full name in every language.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Country => "",
            Self::Province => "Tỉnh",
            Self::CentralCity | Self::ProvincialCity | Self::MunicipalCity => "Thành phố",
            Self::UrbanDistrict => "Quận",
            Self::RuralDistrict => "Huyện",
            Self::Town => "Thị xã",
            Self::Commune => "Xã",
            Self::Ward => "Phường",
            Self::Township => "Thị trấn",
            Self::SpecialZone => "Đặc khu",
            Self::Ap => "Ấp",
            Self::Thon => "Thôn",
            Self::Lang => "Làng",
            Self::Ban => "Bản",
            Self::Buon => "Buôn",
            Self::Bon => "Bon",
            Self::Phum => "Phum",
            Self::Soc => "Sóc",
            Self::Khom => "Khóm",
            Self::ToDanPho => "Tổ dân phố",
            Self::KhuPho => "Khu phố",
            Self::KhoiPho => "Khối phố",
        }
    }

    /// The level on which units of this kind stand.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Country => Level::Country,
            Self::Province | Self::CentralCity => Level::Province,
            Self::UrbanDistrict
            | Self::RuralDistrict
            | Self::Town
            | Self::ProvincialCity
            | Self::MunicipalCity => Level::District,
            Self::Commune | Self::Ward | Self::Township | Self::SpecialZone => Level::Commune,
            Self::Ap
            | Self::Thon
            | Self::Lang
            | Self::Ban
            | Self::Buon
            | Self::Bon
            | Self::Phum
            | Self::Soc
            | Self::Khom
            | Self::ToDanPho
            | Self::KhuPho
            | Self::KhoiPho => Level::Hamlet,
        }
    }

    /// The kind on `level` that is called `word` or has the key `word` ("Xã", "xã", "commune"). A "Thành phố"
    /// on the level of districts is a provincial city: who knows its province says better.
    ///
    /// # Errors
    /// [`UnknownKind`] when there is none.
    pub fn on_level(level: Level, word: &str) -> Result<Self, UnknownKind> {
        let folded = platform::text::fold(word);
        Self::ALL
            .into_iter()
            .filter(|kind| kind.level() == level)
            .find(|kind| kind.key() == word || platform::text::fold(kind.prefix()) == folded)
            .ok_or_else(|| UnknownKind(word.to_owned()))
    }
}

impl std::str::FromStr for UnitKind {
    type Err = UnknownKind;

    /// Reads the stored key.
    fn from_str(key: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.key() == key)
            .ok_or_else(|| UnknownKind(key.to_owned()))
    }
}

/// Where a unit or a link was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub i64);

impl From<SourceId> for Value {
    fn from(id: SourceId) -> Self {
        Self::Int(Some(id.0))
    }
}

/// A document or data set, named so that a reader can look it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// Number in this installation.
    #[serde(skip)]
    pub id: SourceId,
    /// What it is called.
    pub title: String,
    /// Who made it public.
    pub publisher: String,
    /// Licence under which it may be used; empty when none is stated.
    pub licence: String,
    /// Address, file or number under which it is found; empty when none is known.
    pub locator: String,
}

/// Number of a reorganisation in this installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReorganisationId(pub i64);

impl From<ReorganisationId> for Value {
    fn from(id: ReorganisationId) -> Self {
        Self::Int(Some(id.0))
    }
}

/// A decision of the state (sắp xếp đơn vị hành chính) that closes units and opens others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganisation {
    /// Number in this installation.
    pub id: ReorganisationId,
    /// What it is called.
    pub title: String,
    /// The resolution that decided it.
    pub legal_document: String,
    /// First day of the new units.
    pub effective: Date,
    /// Where its units and links were taken from.
    pub source: SourceId,
    /// When it was recorded here.
    pub recorded_at: Timestamp,
    /// Set when it turned out to be recorded wrongly: the registry is then as if it had not been.
    pub undone: Option<Undoing>,
}

/// Why and when a reorganisation recorded wrongly was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoing {
    /// When it was undone.
    pub at: Timestamp,
    /// Why, in the words of who undid it.
    pub reason: String,
}

/// An administrative unit with its days. It never changes its parent or its name: where one of them changes,
/// a reorganisation closes it and opens another.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Number in this installation.
    pub id: UnitId,
    /// Code of the General Statistics Office: 2 digits for provinces, 3 for districts, 5 for communes. A code
    /// may be used again: "00004" was Phường Trúc Bạch and is Phường Ba Đình.
    pub code: String,
    /// Full name: "Xã Phú Hữu".
    pub name: String,
    /// What it is called in law.
    pub kind: UnitKind,
    /// Level of government.
    pub level: Level,
    /// The unit it is part of; the country has none.
    pub parent: Option<UnitId>,
    /// First day; `None` when it is older than our data.
    pub valid_from: Option<Date>,
    /// First day on which it is no more; `None` while it exists.
    pub valid_to: Option<Date>,
    /// Latitude and longitude of its centre in degrees.
    pub centre: Option<(f64, f64)>,
    /// Area in km².
    pub area_km2: Option<f64>,
    /// Where it was taken from.
    pub source: SourceId,
}

impl Unit {
    /// Whether it exists on that day.
    #[must_use]
    pub fn valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date < to)
    }

    /// The name without the word for its kind: "Phú Hữu". A number keeps it: "Quận 10".
    #[must_use]
    pub fn short_name(&self) -> &str {
        let short = self
            .name
            .strip_prefix(self.kind.prefix())
            .map_or("", str::trim_start);
        if short.is_empty() || short.chars().all(|c| c.is_ascii_digit()) {
            &self.name
        } else {
            short
        }
    }
}

/// One end of a succession, seen from the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The unit at the other end.
    pub unit: UnitId,
    /// The older unit was split: only a part of it went into the newer one.
    pub partial: bool,
    /// Between provinces: concluded from the links of their communes, not stated by a source.
    pub derived: bool,
    /// Where the link was taken from.
    pub source: SourceId,
    /// The reorganisation that made it.
    pub reorganisation: ReorganisationId,
}

/// A source that contradicts the recorded succession between two units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The older unit.
    pub old: UnitId,
    /// The newer unit.
    pub new: UnitId,
    /// The source says that the one went into the other; `false`: it says that it did not.
    pub asserts: bool,
    /// The source that contradicts.
    pub source: SourceId,
    /// What it says, in the words of who recorded it.
    pub reason: String,
}

/// A name as it stands within a sentence: "xã Vĩnh Hậu".
#[must_use]
pub fn in_text(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
